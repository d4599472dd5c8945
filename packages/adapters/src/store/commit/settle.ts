import { ChangeKind, type Change, type Finding } from '@fleet-auditor/model/finding.ts'
import { z } from 'zod'
import { expiryAfter, isExpired, retentionDays } from '../table/expiry.ts'

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
    if (!isForgotten(finding, takenAt)) continue
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
export const findingExpiry = (finding: Finding): number | undefined =>
  finding.state === 'resolved' ? expiryAfter(finding.changedAt, retentionDays.resolvedFinding) : undefined

const isForgotten = (finding: Finding, takenAt: string): boolean =>
  isExpired({ expiresAt: findingExpiry(finding) }, takenAt)
