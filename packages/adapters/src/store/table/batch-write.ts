import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetTable } from '../fleet-table.ts'
import { untilDone } from './client.ts'
import type { RowKey } from './keys.ts'

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string]

/** DynamoDB's own limit of a batch. */
const batchSize = 25

/**
 * Writes and deletes without conditions; not one after another, and not all or nothing. Not by dynamodb-toolbox's
 * `execute` (2.10): it deletes and copies rows of a known entity only, takes no more than one batch, and its
 * `maxAttempts` send what a throttled table refused again without a pause.
 */
export async function batchWrite(
  table: Pick<FleetTable, 'documents' | 'name' | 'patience'>,
  requests: Requests,
): Promise<void> {
  for (let at = 0; at < requests.length; at += batchSize) {
    await writeBatch(table, requests.slice(at, at + batchSize))
  }
}

export const deletionOf = ({ pk, sk }: RowKey): Requests[number] => ({ DeleteRequest: { Key: { pk, sk } } })

async function writeBatch(
  table: Pick<FleetTable, 'documents' | 'name' | 'patience'>,
  requests: Requests,
): Promise<void> {
  let unwritten = requests
  const isWritten = await untilDone(table.patience, async () => {
    const { UnprocessedItems } = await table.documents.send(
      new BatchWriteCommand({ RequestItems: { [table.name]: unwritten } }),
    )
    unwritten = UnprocessedItems?.[table.name] ?? []
    return unwritten.length === 0
  })
  if (isWritten) return
  throw new AuditorError(
    'throttled',
    `the table is throttled: ${unwritten.length} of a batch were not written in time`,
    {
      place: `table ${table.name}`,
      remedy: 'use on-demand capacity, or raise the write capacity',
    },
  )
}
