import { z } from 'zod'
import { Cause } from './cause.ts'
import { Grant } from './section.ts'
import { Severity } from './severity.ts'
import { Subject } from './subject.ts'

export const VerdictWord = z.enum(['pass', 'fail', 'unknown', 'not-applicable', 'manual'])
export type VerdictWord = z.infer<typeof VerdictWord>

/** Evidence is data: JSON values under the names a check declares. Wording happens in `describe`. */
export const Evidence = z.record(z.string(), z.json())
export type Evidence = z.infer<typeof Evidence>

/** What a check says of one subject (or of the cluster as a whole, where `subject` is absent). */
export const Outcome = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('pass'), subject: Subject.optional(), evidence: Evidence.optional() }),
  z.object({
    verdict: z.literal('fail'),
    subject: Subject,
    evidence: Evidence,
    /** Where it is not the check's own. */
    severity: Severity.optional(),
  }),
  z.object({
    verdict: z.literal('unknown'),
    subject: Subject.optional(),
    cause: Cause,
    detail: z.string(),
    grant: Grant.optional(),
    evidence: Evidence.optional(),
  }),
  z.object({ verdict: z.literal('not-applicable'), reason: z.string() }),
  z.object({ verdict: z.literal('manual'), reason: z.string() }),
])
export type Outcome = z.infer<typeof Outcome>

/** An outcome with the check it belongs to, as it is stored, compared and told. */
export const Verdict = z.object({
  check: z.string(),
  ruleVersion: z.number().int(),
  verdict: VerdictWord,
  severity: Severity,
  subject: Subject.optional(),
  evidence: Evidence.optional(),
  /** The part of the evidence whose change rewrites a finding: canonical string of the material fields. */
  material: z.string().optional(),
  cause: Cause.optional(),
  detail: z.string().optional(),
  grant: Grant.optional(),
  reason: z.string().optional(),
})
export type Verdict = z.infer<typeof Verdict>
