import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Night } from '@fleet-auditor/audit/ports/store.ts'
import { ownerPartition } from '@fleet-auditor/model/target.ts'
import { readCommitted, type Committed } from './committed.ts'
import type { FleetTable } from '../fleet-table.ts'
import { commitHead, readHead, seenHead, type NewHead } from './heads.ts'
import { nightVersion } from '../table/keys.ts'
import { writeNight, type NightEnd } from '../rows/record-rows.ts'
import { project } from './projection.ts'
import { settle } from './settle.ts'
import { storeSnapshot } from '../rows/snapshot-rows.ts'
import { storedChange, writeState, type OwnerNight } from '../rows/state-rows.ts'
import type { HeadRow } from '../table/table-entities.ts'

/** Others may commit between our reading HEAD and our commit; more than this many in a row is no accident. */
const attempts = 10

/**
 * One night of one owner. HEAD is the commit: what is written before it nobody reads, what comes after follows from
 * it. The OBS row ends the night.
 */
export async function recordNight(table: FleetTable, night: Night): Promise<NightEnd> {
  const version = nightVersion(night.takenAt, night.run)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const hint = attempt === 0 ? seenHead(table, night.owner) : undefined
    const seen = hint && hint.version < version ? hint : await readHead(table, night.owner)
    if (seen && seen.version > version) return writeNight(table, night, 'superseded')
    if (seen?.version === version && !seen.projected) await readCommitted(table, night.owner)
    if (seen?.version === version || (await commit(table, night, version, seen))) {
      return writeNight(table, night, 'committed')
    }
  }
  throw new AuditorError('store', `nights of ${ownerPartition(night.owner)} keep overlapping`, {
    place: `table ${table.name}`,
    remedy: 'let one run of the fleet end before the next begins',
  })
}

/** False where another night committed first. */
async function commit(table: FleetTable, night: Night, version: string, seen: HeadRow | undefined): Promise<boolean> {
  const facts = await headFacts(table, night, version, seen)
  if (seen && night.changes.length === 0) return commitQuiet(table, night, seen, facts)
  const before = seen && (await readCommitted(table, night.owner))
  if (before?.head.version !== seen?.version) return false
  const state = stateAfter(night, version, before)
  if (before && state.changes.length === 0) return commitQuiet(table, night, before.head, facts)
  const stateVersion = await writeState(table, night.owner, state)
  const open = state.findings.filter((finding) => finding.state === 'open').length
  const head = { ...facts, stateVersion, projected: false, open }
  if (!(await commitHead(table, night.owner, seen, head))) return false
  await project(table, night.owner, stateVersion, state)
  return true
}

/** The findings stay as they are, their rows untouched: HEAD only says that they were looked at. */
function commitQuiet(table: FleetTable, night: Night, seen: HeadRow, facts: Facts): Promise<boolean> {
  const { stateVersion, projected, open } = seen
  return commitHead(table, night.owner, seen, { ...facts, stateVersion, projected, open })
}

function stateAfter(night: Night, version: string, before: Committed | undefined): OwnerNight {
  const { run, takenAt } = night
  const { after, changes } = settle(before?.state ?? { findings: [], transitions: {} }, night.changes, takenAt)
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

type Facts = Omit<NewHead, 'stateVersion' | 'projected' | 'open'>

async function headFacts(table: FleetTable, night: Night, version: string, seen: HeadRow | undefined): Promise<Facts> {
  const { incarnation, run, takenAt, ruleSet, snapshot, staleSince, uid, life } = night
  return {
    incarnation,
    run,
    takenAt,
    version,
    ruleSet,
    ...(snapshot ? { snapshotHash: snapshot.hash, snapshotUntil: await storeSnapshot(table, snapshot, seen) } : {}),
    ...(staleSince === undefined ? {} : { staleSince }),
    ...(uid === undefined ? {} : { uid }),
    ...(life === undefined ? {} : { life }),
  }
}
