import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { Failed, Grant } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Evidence, Outcome } from '@fleet-auditor/model/verdict.ts'

export type OutcomeOf<V extends Outcome['verdict']> = Extract<Outcome, { verdict: V }>

export const pass = (evidence: Evidence = {}, subject?: Subject): OutcomeOf<'pass'> =>
  subject ? { verdict: 'pass', evidence, subject } : { verdict: 'pass', evidence }

export const fail = (subject: Subject, evidence: Evidence, severity?: Severity): OutcomeOf<'fail'> =>
  severity ? { verdict: 'fail', subject, evidence, severity } : { verdict: 'fail', subject, evidence }

export const notApplicable = (reason: string): OutcomeOf<'not-applicable'> => ({ verdict: 'not-applicable', reason })

export interface UnknownDetails {
  readonly subject?: Subject
  readonly grant?: Grant
  readonly evidence?: Evidence
}

export const unknown = (cause: Cause, detail: string, more: UnknownDetails = {}): OutcomeOf<'unknown'> => ({
  verdict: 'unknown',
  cause,
  detail,
  ...more,
})

/** The unknown that a failed section means. */
export const unknownFrom = (section: Failed, subject?: Subject): OutcomeOf<'unknown'> => ({
  verdict: 'unknown',
  cause: section.cause,
  detail: section.detail,
  grant: section.grant,
  subject,
})

/** A remedy that is an action of a person, not a right. */
export const action = (sentence: string): Grant => ({ kind: 'action', sentence })
