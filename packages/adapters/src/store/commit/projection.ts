import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { OmittedEvidence } from '@fleet-auditor/model/verdict.ts'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import type { FleetTable } from '../fleet-table.ts'
import { writeEvent } from '../rows/event-rows.ts'
import { writePointers } from '../rows/finding-rows.ts'
import { changesOf, dropStatesBefore, type StateRecord } from '../rows/state-rows.ts'
import { absent, tookPlace } from '../table/conditional.ts'
import { findingIndexKeys, findingKey, stateKey } from '../table/keys.ts'
import { markProjected } from './heads.ts'
import { findingExpiry } from './settle.ts'

/** Writes at once per target; more gains nothing on one connection pool. */
const atOnce = 20

const bodyBytes = 300 * 1024

/**
 * Brings the findings' rows and the run's event to a committed state. Everything written follows from the STATE row
 * alone and never goes back behind a later record: it may be repeated, overlap or be cut anywhere.
 */
export async function project(
  table: FleetTable,
  target: Target,
  stateVersion: string,
  state: StateRecord,
): Promise<void> {
  const changes = changesOf(table, stateKey(target, stateVersion), state)
  for (let at = 0; at < changes.length; at += atOnce) {
    const some = changes.slice(at, at + atOnce)
    await Promise.all(some.map((change) => projectFinding(table, target, state, change)))
  }
  await writePointers(table, target, firstSeen(state, changes))
  await writeEvent(table, target, state, changes)
  await dropStatesBefore(table, target, stateVersion)
  await markProjected(table, target, stateVersion)
}

/** A finding with one transition has no pointer yet; later transitions change nothing of it. */
const firstSeen = ({ transitions }: StateRecord, changes: readonly Change[]): Finding[] =>
  changes.map(({ finding }) => finding).filter(({ fingerprint }) => (transitions[fingerprint]?.length ?? 1) === 1)

async function projectFinding(
  table: FleetTable,
  target: Target,
  { version, transitions }: StateRecord,
  { finding, kind }: Change,
): Promise<void> {
  const expiresAt = findingExpiry(finding, table.retention.findings)
  const row = {
    ...findingKey(target, finding.check, finding.fingerprint),
    ...findingIndexKeys(finding),
    version,
    body: bodyOf(finding),
    transitions: transitions[finding.fingerprint] ?? [kind],
    expiresAt,
  }
  const put = table.entities.finding.build(PutItemCommand).item(row)
  await tookPlace(put.options({ condition: newerThanStored(version) }).send())
}

/** An item holds 400 KB; evidence beyond that is in the target's state alone. */
function bodyOf(finding: Finding): string {
  const body = canonical(finding)
  const bytes = Buffer.byteLength(body)
  if (bytes <= bodyBytes) return body
  const evidence: OmittedEvidence = { omittedBytes: bytes }
  return canonical({ ...finding, material: '', evidence })
}

function newerThanStored(version: string) {
  return { or: [absent, { attr: 'version', lt: version } as const] }
}
