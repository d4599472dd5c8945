import { z } from 'zod'
import { Cause } from './cause.ts'
import { ManagedBy } from './managed-by.ts'
import { Grant } from './section.ts'
import { Severity } from './severity.ts'
import { Subject } from './subject.ts'

/** `manual` is the word for a line that a person attests; no check answers it. */
export const VerdictWord = z.enum(['pass', 'fail', 'unknown', 'not-applicable', 'manual'])
export type VerdictWord = z.infer<typeof VerdictWord>

/** Evidence is data: JSON values under the names that a check declares. A check words it in `describe`. */
export const Evidence = z.record(z.string(), z.json())
export type Evidence = z.infer<typeof Evidence>

/** In place of evidence that is too large for its row. */
export const OmittedEvidence = z.strictObject({ omittedBytes: z.number().int() })
export type OmittedEvidence = z.infer<typeof OmittedEvidence>

/** In place of the evidence of subjects beyond those that are listed one by one. */
export const OmittedSubjects = z.strictObject({ omittedSubjects: z.number().int() })
export type OmittedSubjects = z.infer<typeof OmittedSubjects>

const CheckFacts = z.object({ check: z.string(), ruleVersion: z.number().int(), severity: Severity })

const Pass = CheckFacts.extend({
  verdict: z.literal('pass'),
  /** Absent: the target as a whole. */
  subject: Subject.optional(),
  evidence: Evidence,
})

const Fail = CheckFacts.extend({
  verdict: z.literal('fail'),
  subject: Subject,
  evidence: Evidence,
  /** Who owns the subject; absent where the section that shows it was not read. */
  managedBy: ManagedBy.optional(),
  /** Canonical string of the evidence whose change rewrites a finding. */
  material: z.string(),
})

const Unknown = CheckFacts.extend({
  verdict: z.literal('unknown'),
  subject: Subject.optional(),
  cause: Cause,
  detail: z.string(),
  /** What would settle it. */
  grant: Grant.optional(),
  evidence: Evidence.optional(),
})

const NotApplicable = CheckFacts.extend({ verdict: z.literal('not-applicable'), reason: z.string() })

/** What one check answers about one subject, as it is compared and reported. */
export const Verdict = z.discriminatedUnion('verdict', [Pass, Fail, Unknown, NotApplicable])
export type Verdict = z.infer<typeof Verdict>
export type FailVerdict = z.infer<typeof Fail>

/** A verdict in the audit document, with the id of its cluster (`fleet` for one about the fleet). */
const Of = { cluster: z.string() }
export const VerdictOfCluster = z.discriminatedUnion('verdict', [
  Pass.extend(Of),
  Fail.extend(Of),
  Unknown.extend(Of),
  NotApplicable.extend(Of),
])

/**
 * A verdict as the store holds it. The evidence of a pass is in the snapshot, and `material` follows from the evidence
 * of a failure; its owner is in the finding: nothing is stored a second time.
 */
const StoredPass = Pass.omit({ evidence: true })
const StoredFail = Fail.omit({ material: true, managedBy: true })
export const StoredVerdict = z.discriminatedUnion('verdict', [StoredPass, StoredFail, Unknown, NotApplicable])
export type StoredVerdict = z.infer<typeof StoredVerdict>

/** What a verdict is about; undefined: the target as a whole. */
export const subjectOf = (verdict: StoredVerdict): Subject | undefined =>
  verdict.verdict === 'not-applicable' ? undefined : verdict.subject
