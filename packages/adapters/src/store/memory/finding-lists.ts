import type { FindingFilter, FindingHistory, FindingPage } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { FindingQuery, StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import type { ChangeKind, Finding } from '@fleet-auditor/model/finding.ts'
import { flipsOf } from '@fleet-auditor/model/flapping.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { findingExpiry } from '../commit/settle.ts'
import { readCursor, writeCursor, matcherOf, targetPartitions } from '../pages/finding-filter.ts'
import { isExpired } from '../table/expiry.ts'
import { changeKey } from '../table/keys.ts'
import { valuesOf, type Memory } from './records.ts'

interface Known {
  readonly finding: StoredFinding
  readonly transitions: ChangeKind[]
}

/** Every finding with its last changes by kind, resolved ones until they expire. */
function allFindings({ records, now, retention }: Memory): Known[] {
  return valuesOf(records.targets, now()).flatMap(({ target, state }) =>
    state.findings
      .filter((finding) => !isExpired({ expiresAt: findingExpiry(finding, retention.findings) }, now()))
      .map((finding) => knownOf(finding, target, state.transitions[finding.fingerprint] ?? [])),
  )
}

function knownOf(finding: Finding, target: Target, transitions: ChangeKind[]): Known {
  const flips = flipsOf(transitions)
  return { finding: { ...finding, target, ...(flips === undefined ? {} : { flips }) }, transitions }
}

interface OrderedFinding {
  readonly place: string
  readonly finding: StoredFinding
}

/** Changed last first. */
function matching(memory: Memory, filter: FindingFilter): OrderedFinding[] {
  const matches = matcherOf(filter)
  const targets = targetPartitions(filter)
  const partitions = targets && new Set(targets)
  return allFindings(memory)
    .filter(({ finding }) => matches(finding) && (partitions?.has(targetPartition(finding.target)) ?? true))
    .map(({ finding }) => ({ place: changeKey(finding.changedAt, finding.fingerprint), finding }))
    .toSorted((a, b) => (a.place < b.place ? 1 : -1))
}

export function queryFindings(memory: Memory, { target, ...query }: FindingQuery): StoredFinding[] {
  return matching(memory, { ...query, targets: target === undefined ? undefined : [target] }).map(
    ({ finding }) => finding,
  )
}

/** A page costs no units: there is no table that would count them. */
export function readPage(memory: Memory, filter: FindingFilter, limit: number, cursor?: string): FindingPage {
  const behind = cursor === undefined ? undefined : readCursor(cursor, filter).behind
  const found = matching(memory, filter).filter(({ place }) => behind === undefined || place < behind)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    findings: page.map(({ finding }) => finding),
    units: 0,
    next: last && found.length > limit ? writeCursor({ behind: last.place }, filter) : undefined,
  }
}

export const findFinding = (memory: Memory, fingerprint: string): FindingHistory | undefined =>
  allFindings(memory).find(({ finding }) => finding.fingerprint === fingerprint)
