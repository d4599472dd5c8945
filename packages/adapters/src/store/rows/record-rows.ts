import type { AuditRecord, NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import type { FleetTable } from '../fleet-table.ts'
import { absent } from '../table/conditional.ts'
import { expiryAfter } from '../table/expiry.ts'
import type { HeadRow } from '../table/head-row.ts'
import { snapshotKey, instant, recordKey, recordPrefix, versionOf } from '../table/keys.ts'
import { readPacked, writePacked, isPacked, unpackRow } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { readRow, queryRows } from '../table/read-rows.ts'
import { StoredRecord, storedRecord, toRecord } from './stored-record.ts'

export type RecordEnd = 'committed' | 'superseded'

/** The last row of a record: where it is there, the record is done. One that is there already stays as it is. */
export async function writeRecord(table: FleetTable, record: NewRecord, end: RecordEnd): Promise<RecordEnd> {
  const key = recordKey(record.target, versionOf(record))
  const superseded = end === 'superseded'
  const attributes = { run: record.run, superseded, expiresAt: expiryAfter(table.now(), table.retention.records) }
  if (
    await writePacked(table, key, pack(JSON.stringify(storedRecord(record, superseded))), {
      ...attributes,
      condition: absent,
    })
  ) {
    return end
  }
  const stored = await readRow(table, key, ['superseded', 'expiresAt'])
  return stored?.['superseded'] === true ? 'superseded' : 'committed'
}

/** The target's records, newest first; those of one run only where it is named, those before a time (ISO 8601) likewise. */
export async function readRecords(
  table: FleetTable,
  target: Target,
  wanted: { readonly limit: number; readonly run?: string; readonly before?: string },
): Promise<AuditRecord[]> {
  const records: AuditRecord[] = []
  const query = {
    partition: targetPartition(target),
    prefix: recordPrefix,
    // a record's own key goes on behind its time
    upTo: wanted.before === undefined ? undefined : `${recordPrefix}${instant(wanted.before)}`,
    newestFirst: true,
    pageSize: Math.min(wanted.limit, 100),
  }
  for await (const row of queryRows(table, query)) {
    if (records.length >= wanted.limit) break
    if (!isPacked(row) || (wanted.run !== undefined && row['run'] !== wanted.run)) continue
    records.push(toRecord(target, StoredRecord.parse(await unpackRow(table, row))))
  }
  return records
}

/** Whether a run recorded the target. Looked for among the newest first: it is mostly asked of the run at work. */
export async function hasRecord(table: FleetTable, target: Target, run: string): Promise<boolean> {
  const only = ['run', 'hash', 'expiresAt']
  const query = { partition: targetPartition(target), prefix: recordPrefix, newestFirst: true, pageSize: 10, only }
  for await (const row of queryRows(table, query)) if (isPacked(row) && row['run'] === run) return true
  return false
}

/**
 * Stores a body once, and again past the half of its time, so that it outlives every record that names it. Returns
 * until when it is retained, in epoch seconds.
 */
export async function storeSnapshot(
  table: FleetTable,
  { hash, body }: NonNullable<NewRecord['snapshot']>,
  head: HeadRow | undefined,
): Promise<number> {
  const half = expiryAfter(table.now(), table.retention.snapshots / 2)
  if (head?.snapshotHash === hash && head.snapshotUntil !== undefined && head.snapshotUntil > half) {
    return head.snapshotUntil
  }
  const key = snapshotKey(hash)
  const stored = (await readRow(table, key, ['expiresAt']))?.['expiresAt']
  if (typeof stored === 'number' && stored > half) return stored
  const expiresAt = expiryAfter(table.now(), table.retention.snapshots)
  const absentOrOld = { or: [absent, { attr: 'expiresAt', lte: half } as const] }
  await writePacked(table, key, pack(JSON.stringify(body)), { expiresAt, condition: absentOrOld })
  return expiresAt
}

export async function readSnapshot(table: FleetTable, hash: string): Promise<Snapshot | undefined> {
  const body = await readPacked(table, snapshotKey(hash))
  return body === undefined ? undefined : Snapshot.parse(body)
}
