import { paginateScan } from '@aws-sdk/lib-dynamodb'
import { fleetTarget, targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { stateOf, type StateRecord } from '../rows/state-rows.ts'
import type { HeadRow } from '../table/head-row.ts'
import { headKey, targetOf, committedPrefix, stateKey } from '../table/keys.ts'
import { damaged } from '../table/packed-rows.ts'
import { allRows } from '../table/read-rows.ts'
import { headOf } from './heads.ts'
import { project } from './projection.ts'

/** A target's HEAD and the state that it names. */
export interface Committed {
  readonly head: HeadRow
  readonly state: StateRecord
}

/** A record that commits while we read deletes the state we want, and leaves another. */
const attempts = 5

/** What is committed; a record that died before its projection was done is projected first. */
export async function readCommitted(table: FleetTable, target: Target): Promise<Committed | undefined> {
  let missing = ''
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const rows = await allRows(table, { partition: targetPartition(target), prefix: committedPrefix })
    const head = headOf(table, target, rows)
    if (!head) return undefined
    const state = await stateOf(table, target, head.stateVersion, rows)
    if (state && head.projected) return { head, state }
    if (state) {
      await project(table, target, head.stateVersion, state)
      return { head: { ...head, projected: true }, state }
    }
    missing = head.stateVersion
  }
  throw damaged(table, stateKey(target, missing), 'HEAD names a state that is not there')
}

const Partition = z.object({ pk: z.string() })

/**
 * Projects what a killed process had committed and not yet projected: until then lists of findings lack what states have.
 * A look through the whole table, for a local one alone.
 */
export async function settleKilled(table: FleetTable): Promise<void> {
  const pages = paginateScan(
    { client: table.documents },
    {
      TableName: table.name,
      FilterExpression: 'sk = :head AND #projected = :no',
      ProjectionExpression: 'pk',
      ExpressionAttributeNames: { '#projected': 'projected' },
      ExpressionAttributeValues: { ':head': headKey(fleetTarget).sk, ':no': false },
    },
  )
  for await (const { Items = [] } of pages) {
    for (const item of Items) await readCommitted(table, targetOf(Partition.parse(item).pk))
  }
}
