import type { AuditRecord, Head, NewRecord, RunChanges, TargetState } from '@fleet-auditor/audit/ports/store.ts'
import type { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { changesOfPasses, settle } from '../commit/settle.ts'
import { storedRecord, toRecord } from '../rows/stored-record.ts'
import { expiryAfter } from '../table/expiry.ts'
import { openIn, recordedIn } from '../table/head-row.ts'
import { instant, orderOf, versionOf } from '../table/keys.ts'
import { entryOf, keyOf, putFirst, valueOf, valuesOf, type Memory, type TargetEntry } from './records.ts'

type RecordEnd = 'committed' | 'superseded'

const recordOf = ({ records, now }: Memory, target: Target): TargetEntry | undefined =>
  valueOf(records.targets, keyOf(targetPartition(target)), now())

export function readState(memory: Memory, target: Target): TargetState {
  const record = recordOf(memory, target)
  return { head: record?.head, findings: record?.state.findings ?? [], transitions: record?.state.transitions }
}

/** A record of the stored version was made before: it changes nothing. */
export function recordAudit(memory: Memory, record: NewRecord): RecordEnd {
  const version = versionOf(record)
  const before = recordOf(memory, record.target)
  const superseded = before !== undefined && before.version > version
  if (before === undefined || before.version < version) commit(memory, record, version, before)
  return writeRecord(memory, record, superseded)
}

function writeRecord({ records, now, retention }: Memory, record: NewRecord, superseded: boolean): RecordEnd {
  const key = keyOf(targetPartition(record.target), versionOf(record))
  const value = toRecord(record.target, storedRecord(record, superseded))
  putFirst(records.audits, key, { value, expiresAt: expiryAfter(now(), retention.records) }, now())
  return valueOf(records.audits, key, now())?.row.outcome === 'superseded' ? 'superseded' : 'committed'
}

function commit(memory: Memory, record: NewRecord, version: string, before: TargetEntry | undefined): void {
  const { target, run, takenAt } = record
  const { records, now, retention } = memory
  if (record.snapshot) storeSnapshot(memory, record.snapshot)
  const settled = settle(
    before?.state ?? { findings: [], transitions: {} },
    record.changes,
    takenAt,
    retention.findings,
  )
  const quiet = before !== undefined && settled.changes.length === 0
  const state = quiet ? before.state : settled.after
  const head: Head = {
    ...recordedIn(record),
    order: orderOf(version),
    stateVersion: quiet ? before.head.stateVersion : version,
    projected: true,
    open: openIn(state.findings),
  }
  records.targets.set(keyOf(targetPartition(target)), { value: { target, version, head, state } })
  if (quiet) return
  const value = { first: before === undefined, changes: settled.changes }
  const key = keyOf(run, targetPartition(target), version)
  records.events.set(key, { value, expiresAt: expiryAfter(now(), retention.records) })
}

/** Once, and again past the half of its time, so that it outlives every record that names it. */
function storeSnapshot({ records, now, retention }: Memory, { hash, body }: NonNullable<NewRecord['snapshot']>): void {
  const half = expiryAfter(now(), retention.snapshots / 2)
  if ((entryOf(records.snapshots, hash, now())?.expiresAt ?? 0) > half) return
  records.snapshots.set(hash, { value: body, expiresAt: expiryAfter(now(), retention.snapshots) })
}

export const readSnapshot = ({ records, now }: Memory, hash: string): Snapshot | undefined =>
  valueOf(records.snapshots, hash, now())

/** Of all targets, in their order. */
export const readRecords = ({ records, now }: Memory, run: string): AuditRecord[] => {
  const found = valuesOf(records.audits, now()).filter((record) => record.run === run)
  const byTarget = Map.groupBy(found, ({ target }) => targetPartition(target))
  return [...byTarget.values()].flatMap((own) => own.toReversed())
}

/** The target's records, newest first; only those before a time (ISO 8601) where it is given. */
export function readHistory({ records, now }: Memory, target: Target, limit: number, before?: string): AuditRecord[] {
  const found = valuesOf(records.audits, now(), targetPartition(target)).toReversed()
  const end = before === undefined ? undefined : instant(before)
  return found.filter(({ takenAt }) => end === undefined || instant(takenAt) < end).slice(0, limit)
}

export function readChanges({ records, now }: Memory, run: string, target: Target): RunChanges | undefined {
  const events = valuesOf(records.events, now(), run, targetPartition(target))
  if (events.length > 0) return changesOfPasses(events)
  const isRecorded = valuesOf(records.audits, now(), targetPartition(target)).some((record) => record.run === run)
  return isRecorded ? { first: false, changes: [] } : undefined
}
