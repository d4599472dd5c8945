import type { RunChanges } from '@fleet-auditor/audit/ports/store.ts'
import { ChangeKind, type Change, type Finding } from '@fleet-auditor/model/finding.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { z } from 'zod'
import { expiryAfter, isExpired } from '../table/expiry.ts'

/** A finding's past changes by kind, newest last. */
export const Transitions = z.record(z.string(), z.array(ChangeKind))
type Transitions = z.infer<typeof Transitions>

/** What a target's STATE row remembers. */
export interface Remembered {
  readonly findings: readonly Finding[]
  readonly transitions: Transitions
}

const retainedTransitions = 20

/**
 * A record's changes applied to what is stored, which is not always what the record was compared with: two audits of
 * one cluster may overlap. A finding that the other one opened already is not opened twice, one that it opened beside
 * stays, and the next run settles the rest.
 */
export function settle(
  before: Remembered,
  record: readonly Change[],
  takenAt: string,
  rememberedDays: number,
): { readonly after: Remembered; readonly changes: readonly Change[] } {
  const findings = new Map(before.findings.map((finding) => [finding.fingerprint, finding]))
  const transitions: Transitions = { ...before.transitions }
  const changes: Change[] = []
  for (const proposed of record) {
    const { fingerprint } = proposed.finding
    const change = settled(findings.get(fingerprint), proposed)
    if (!change) continue
    changes.push(change)
    findings.set(fingerprint, change.finding)
    transitions[fingerprint] = [...(transitions[fingerprint] ?? []), change.kind].slice(-retainedTransitions)
  }
  for (const finding of findings.values()) {
    if (!isExpired({ expiresAt: findingExpiry(finding, rememberedDays) }, takenAt)) continue
    findings.delete(finding.fingerprint)
    delete transitions[finding.fingerprint]
  }
  return { after: { findings: [...findings.values()], transitions }, changes }
}

function settled(stored: Finding | undefined, change: Change): Change | undefined {
  const { kind, finding } = change
  if (kind === 'resolved') return stored?.state === 'resolved' ? undefined : change
  const isOpening = kind === 'opened' || kind === 'reopened'
  if (!isOpening || stored?.state !== 'open') return change
  if (stored.severity === finding.severity && stored.material === finding.material) return undefined
  const { openedAt, openedIn } = stored
  return { ...change, kind: 'unchanged', finding: { ...finding, openedAt, openedIn } }
}

/** Resolved findings are remembered for a while, so that one that comes back is reported as reopened. */
export const findingExpiry = (finding: Finding, rememberedDays: number): number | undefined =>
  finding.state === 'resolved' ? expiryAfter(finding.changedAt, rememberedDays) : undefined

/** What one pass of a run wrote of a target. `first`: the target's first record, with which nothing could be compared. */
export interface RunEvent {
  readonly first: boolean
  readonly changes: readonly Change[]
}

/**
 * The changes of a run out of its passes over one target, in their order: usually one, more where a worker ran twice.
 * Of each finding the first kind shows what was before the run, and the last one what is after it.
 */
export function changesOfPasses(passes: readonly RunEvent[]): RunChanges {
  if (passes.some(({ first }) => first)) return { first: true, changes: [] }
  const byFinding = Map.groupBy(
    passes.flatMap(({ changes }) => changes),
    ({ finding }) => finding.fingerprint,
  )
  const changes = [...byFinding.values()].flatMap((each) => {
    const [earliest, last] = [each[0], each.at(-1)]
    if (!earliest || !last || earliest === last) return earliest ? [earliest] : []
    return folded(earliest, last, each)
  })
  return { first: false, changes }
}

function folded(first: Change, last: Change, all: readonly Change[]): Change[] {
  const isNew = first.kind === 'opened' || first.kind === 'reopened'
  if (last.finding.state === 'resolved') return isNew ? [] : [last]
  const { finding } = last
  if (isNew) return [{ kind: first.kind, finding, rule: first.rule }]
  const rule = all.some((each) => each.rule)
  const from = severityBefore(first)
  const by = severityRank(finding.severity) - severityRank(from)
  if (by === 0) return [{ kind: 'unchanged', finding, rule }]
  return [{ kind: by < 0 ? 'worsened' : 'improved', finding, from, rule }]
}

/** Of a finding that was open before the run: only changes of severity carry another one than the finding. */
const severityBefore = ({ from, finding }: Change): Severity => from ?? finding.severity
