import { setTimeout as delay } from 'node:timers/promises'
import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetTable } from '../fleet-table.ts'
import type { RowKey } from './keys.ts'

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string]

/** DynamoDB's own limit of a batch. */
const batchSize = 25
/** Between tries of what a throttled table did not write; 6 tries span about 3 s. */
const pausesMs = [50, 100, 200, 400, 800, 1600]

/**
 * Writes and deletes without conditions; not one after another, and not all or nothing. Not by dynamodb-toolbox's
 * `execute` (2.10): it deletes and copies rows of a known entity only, takes no more than one batch, and its
 * `maxAttempts` send what a throttled table refused again without a pause.
 */
export async function batchWrite(table: Pick<FleetTable, 'documents' | 'name'>, requests: Requests): Promise<void> {
  for (let at = 0; at < requests.length; at += batchSize) {
    await writeBatch(table, requests.slice(at, at + batchSize))
  }
}

export const deletionOf = ({ pk, sk }: RowKey): Requests[number] => ({ DeleteRequest: { Key: { pk, sk } } })

async function writeBatch(table: Pick<FleetTable, 'documents' | 'name'>, requests: Requests): Promise<void> {
  let unwritten = requests
  for (const pauseMs of [...pausesMs, undefined]) {
    const { UnprocessedItems } = await table.documents.send(
      new BatchWriteCommand({ RequestItems: { [table.name]: unwritten } }),
    )
    unwritten = UnprocessedItems?.[table.name] ?? []
    if (unwritten.length === 0) return
    if (pauseMs !== undefined) await delay(pauseMs)
  }
  const tries = pausesMs.length + 1
  throw new AuditorError(
    'throttled',
    `the table is throttled: ${unwritten.length} of a batch were not written after ${tries} tries`,
    { place: `table ${table.name}`, remedy: 'use on-demand capacity, or raise the write capacity' },
  )
}
