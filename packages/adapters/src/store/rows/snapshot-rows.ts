import type { NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import type { FleetTable } from '../fleet-table.ts'
import { absent } from '../table/conditional.ts'
import { expiryAfter, retentionDays } from '../table/expiry.ts'
import type { HeadRow } from '../table/head-row.ts'
import { snapshotKey } from '../table/keys.ts'
import { readPacked, writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { readRow } from '../table/read-rows.ts'

/**
 * Stores a body once, and again past the half of its time, so that it outlives every record that names it. Returns
 * until when it is retained, in epoch seconds.
 */
export async function storeSnapshot(
  table: FleetTable,
  { hash, body }: NonNullable<NewRecord['snapshot']>,
  head: HeadRow | undefined,
): Promise<number> {
  const half = expiryAfter(table.now(), retentionDays.snapshot / 2)
  if (head?.snapshotHash === hash && head.snapshotUntil !== undefined && head.snapshotUntil > half) {
    return head.snapshotUntil
  }
  const key = snapshotKey(hash)
  const stored = (await readRow(table, key, ['expiresAt']))?.['expiresAt']
  if (typeof stored === 'number' && stored > half) return stored
  const expiresAt = expiryAfter(table.now(), retentionDays.snapshot)
  const absentOrOld = { or: [absent, { attr: 'expiresAt', lte: half } as const] }
  await writePacked(table, key, pack(JSON.stringify(body)), { expiresAt, condition: absentOrOld })
  return expiresAt
}

export async function readSnapshot(table: FleetTable, hash: string): Promise<Snapshot | undefined> {
  const body = await readPacked(table, snapshotKey(hash))
  return body === undefined ? undefined : Snapshot.parse(body)
}
