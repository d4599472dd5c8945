import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Head } from '@fleet-auditor/audit/ports/store.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import type { FleetTable } from '../fleet-table.ts'
import { tookPlace } from '../table/conditional.ts'
import { HeadRow } from '../table/head-row.ts'
import { headKey, orderOf } from '../table/keys.ts'
import { readRow, type Row } from '../table/read-rows.ts'

export async function readHead(table: FleetTable, target: Target): Promise<HeadRow | undefined> {
  const row = await readRow(table, headKey(target))
  return row && seen(table, target, row)
}

/** HEAD out of a query that brought other rows beside it. */
export function headOf(table: FleetTable, target: Target, rows: readonly Row[]): HeadRow | undefined {
  const row = rows.find(({ sk }) => sk === headKey(target).sk)
  return row && seen(table, target, row)
}

function seen(table: FleetTable, target: Target, row: Row): HeadRow {
  const head = HeadRow.parse(row)
  table.seenHeads.set(targetPartition(target), head)
  return head
}

/** HEAD as it was when this store last read it. */
export const seenHead = (table: FleetTable, target: Target): HeadRow | undefined =>
  table.seenHeads.get(targetPartition(target))

/** The commit of a record: takes place only upon the HEAD that the record was made for. */
export async function commitHead(
  table: FleetTable,
  target: Target,
  before: HeadRow | undefined,
  head: HeadRow,
): Promise<boolean> {
  table.seenHeads.delete(targetPartition(target))
  const condition = before
    ? {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': before.version },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' }
  const Item = { ...headKey(target), ...head }
  return tookPlace(table.documents.send(new PutCommand({ TableName: table.name, Item, ...condition })))
}

/** Without effect where HEAD names another state by now. */
export async function markProjected(table: FleetTable, target: Target, stateVersion: string): Promise<void> {
  const update = new UpdateCommand({
    TableName: table.name,
    Key: headKey(target),
    UpdateExpression: 'SET #projected = :projected',
    ConditionExpression: '#stateVersion = :stateVersion',
    ExpressionAttributeNames: { '#projected': 'projected', '#stateVersion': 'stateVersion' },
    ExpressionAttributeValues: { ':projected': true, ':stateVersion': stateVersion },
  })
  await tookPlace(table.documents.send(update))
}

export function toHead(row: HeadRow): Head {
  const { incarnation, run, takenAt, stateVersion, ruleSet, projected, open } = row
  return {
    incarnation,
    run,
    takenAt,
    order: orderOf(row.version),
    stateVersion,
    ruleSet,
    projected,
    open,
    snapshotHash: row.snapshotHash,
    staleSince: row.staleSince,
    neverRead: row.neverRead,
    uid: row.uid,
    life: row.life,
  }
}
