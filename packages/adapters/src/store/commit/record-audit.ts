import type { NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import type { FleetTable } from '../fleet-table.ts'
import { writeRecord, storeSnapshot, type RecordEnd } from '../rows/record-rows.ts'
import { storedChange, writeState, type StateRecord } from '../rows/state-rows.ts'
import { openIn, recordedIn, type HeadRow } from '../table/head-row.ts'
import { versionOf } from '../table/keys.ts'
import { readCommitted, type Committed } from './committed.ts'
import { commitHead, readHead, seenHead } from './heads.ts'
import { project } from './projection.ts'
import { settle } from './settle.ts'

/** Others may commit between our reading HEAD and our commit; more than this many in a row is no accident. */
const attempts = 10

/**
 * One record of one target. HEAD is the commit: no reader sees what is written before it, and what comes after follows
 * from it. The OBS row ends the record.
 */
export async function recordAudit(table: FleetTable, record: NewRecord): Promise<RecordEnd> {
  const version = versionOf(record)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const hint = attempt === 0 ? seenHead(table, record.target) : undefined
    const seen = hint && hint.version < version ? hint : await readHead(table, record.target)
    if (seen && seen.version > version) return writeRecord(table, record, 'superseded')
    if (seen?.version === version && !seen.projected) await readCommitted(table, record.target)
    if (seen?.version === version || (await commit(table, record, version, seen))) {
      return writeRecord(table, record, 'committed')
    }
  }
  throw new AuditorError('store', `audits of ${targetPartition(record.target)} keep overlapping`, {
    place: `table ${table.name}`,
    remedy: 'let one run of the fleet end before the next begins',
  })
}

/** False where another record committed first. */
async function commit(
  table: FleetTable,
  record: NewRecord,
  version: string,
  seen: HeadRow | undefined,
): Promise<boolean> {
  const facts = await headFacts(table, record, version, seen)
  if (seen && record.changes.length === 0) return commitQuiet(table, record, seen, facts)
  const before = seen && (await readCommitted(table, record.target))
  if (before?.head.version !== seen?.version) return false
  const state = stateAfter(record, version, before, table.retention.findings)
  if (before && state.changes.length === 0) return commitQuiet(table, record, before.head, facts)
  const stateVersion = await writeState(table, record.target, state)
  const head = { ...facts, stateVersion, projected: false, open: openIn(state.findings) }
  if (!(await commitHead(table, record.target, seen, head))) return false
  await project(table, record.target, stateVersion, state)
  return true
}

/** The findings stay as they are, their rows untouched: HEAD only marks that they were audited. */
function commitQuiet(table: FleetTable, record: NewRecord, seen: HeadRow, facts: Facts): Promise<boolean> {
  const { stateVersion, projected, open } = seen
  return commitHead(table, record.target, seen, { ...facts, stateVersion, projected, open })
}

function stateAfter(
  record: NewRecord,
  version: string,
  before: Committed | undefined,
  rememberedDays: number,
): StateRecord {
  const { run, takenAt } = record
  const { after, changes } = settle(
    before?.state ?? { findings: [], transitions: {} },
    record.changes,
    takenAt,
    rememberedDays,
  )
  return {
    run,
    takenAt,
    version,
    first: before === undefined,
    findings: [...after.findings],
    transitions: after.transitions,
    changes: changes.map(storedChange),
  }
}

type Facts = Omit<HeadRow, 'stateVersion' | 'projected' | 'open'>

async function headFacts(
  table: FleetTable,
  record: NewRecord,
  version: string,
  seen: HeadRow | undefined,
): Promise<Facts> {
  const { snapshot } = record
  const snapshotUntil = snapshot && (await storeSnapshot(table, snapshot, seen))
  return { ...recordedIn(record), version, snapshotUntil }
}
