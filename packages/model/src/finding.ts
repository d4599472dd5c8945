import { z } from 'zod'
import { ManagedBy } from './managed-by.ts'
import { Provider } from './provider.ts'
import { Severity } from './severity.ts'
import { Subject } from './subject.ts'
import { Evidence } from './verdict.ts'

/** Why a finding is no longer open. Shown with it everywhere. */
export const Resolution = z.enum(['fixed', 'subject-gone', 'not-applicable', 'rule-changed', 'cluster-gone'])
export type Resolution = z.infer<typeof Resolution>

export const ChangeKind = z.enum([
  'opened',
  'reopened',
  'worsened',
  'improved',
  'resolved',
  'unchanged',
  'incomparable',
])
export type ChangeKind = z.infer<typeof ChangeKind>

/** Kinds that ask for something to be done. */
const asking: readonly ChangeKind[] = ['opened', 'reopened', 'worsened']
export const asksForAction = (kind: ChangeKind): boolean => asking.includes(kind)

/** Kinds that people hear of, in the order of a message: what is unchanged or cannot be compared is not reported. */
export const reportedKinds: readonly ChangeKind[] = [...asking, 'improved', 'resolved']
export const isReported = (kind: ChangeKind): boolean => reportedKinds.includes(kind)

/** One subject failing one check of one target in one incarnation, over time. Times ISO 8601. */
export const Finding = z.object({
  fingerprint: z.string(),
  check: z.string(),
  ruleVersion: z.number().int(),
  incarnation: z.number().int(),
  provider: Provider.optional(),
  subject: Subject,
  severity: Severity,
  state: z.enum(['open', 'resolved']),
  resolution: Resolution.optional(),
  evidence: Evidence,
  /** Who owned the subject when the finding was last written; absent in findings of older auditors. */
  managedBy: ManagedBy.optional(),
  /** Canonical string of the material evidence: only a change of it (or of state or severity) rewrites the row. */
  material: z.string(),
  openedAt: z.string(),
  openedIn: z.string(),
  changedAt: z.string(),
  changedIn: z.string(),
})
export type Finding = z.infer<typeof Finding>

/**
 * One finding against the run before. `rule`: the change came with another rule version (*new rule*, `rule-changed`),
 * not from the cluster. `incomparable`: the check could not be answered in this run; the finding is frozen as it stood.
 */
export const Change = z.object({
  kind: ChangeKind,
  finding: Finding,
  from: Severity.optional(),
  rule: z.boolean(),
  /** How often the finding opened or was resolved in the last 14 runs of its target, where that is flapping. */
  flaps: z.number().int().optional(),
})
export type Change = z.infer<typeof Change>
