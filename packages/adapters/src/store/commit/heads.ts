import type { Head } from '@fleet-auditor/audit/ports/store.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import type { InputItem } from 'dynamodb-toolbox/entity'
import { tookPlace } from '../table/conditional.ts'
import type { FleetTable } from '../fleet-table.ts'
import { headKey } from '../table/keys.ts'
import type { Row } from '../table/read-rows.ts'
import type { Entities, HeadRow } from '../table/table-entities.ts'

export type NewHead = Omit<InputItem<Entities['head']>, 'pk' | 'sk'>

export async function readHead(table: FleetTable, target: Target): Promise<HeadRow | undefined> {
  const { Item } = await table.entities.head
    .build(GetItemCommand)
    .key(headKey(target))
    .options({ consistent: true })
    .send()
  if (Item) table.seenHeads.set(targetPartition(target), Item)
  return Item
}

/** HEAD out of a query that brought other rows beside it. */
export function headOf(table: FleetTable, target: Target, rows: readonly Row[]): HeadRow | undefined {
  const row = rows.find(({ sk }) => sk === headKey(target).sk)
  if (!row) return undefined
  const head = table.entities.head.build(EntityFormatter).format(row)
  table.seenHeads.set(targetPartition(target), head)
  return head
}

/** HEAD as it was when this store last read it. */
export const seenHead = (table: FleetTable, target: Target): HeadRow | undefined =>
  table.seenHeads.get(targetPartition(target))

/** The commit of a night: takes place only upon the HEAD that the night was made for. */
export async function commitHead(
  table: FleetTable,
  target: Target,
  seen: HeadRow | undefined,
  head: NewHead,
): Promise<boolean> {
  table.seenHeads.delete(targetPartition(target))
  const condition = seen ? ({ attr: 'version', eq: seen.version } as const) : ({ attr: 'pk', exists: false } as const)
  const put = table.entities.head.build(PutItemCommand).item({ ...headKey(target), ...head })
  return tookPlace(put.options({ condition }).send())
}

/** Without effect where HEAD names another state by now. */
export async function markProjected(table: FleetTable, target: Target, stateVersion: string): Promise<void> {
  const update = table.entities.head.build(UpdateItemCommand).item({ ...headKey(target), projected: true })
  await tookPlace(update.options({ condition: { attr: 'stateVersion', eq: stateVersion } }).send())
}

export function toHead(row: HeadRow): Head {
  const { incarnation, run, takenAt, stateVersion, ruleSet, projected, open } = row
  return {
    incarnation,
    run,
    takenAt,
    stateVersion,
    ruleSet,
    projected,
    open,
    snapshotHash: row.snapshotHash,
    staleSince: row.staleSince,
    uid: row.uid,
    life: row.life,
  }
}
