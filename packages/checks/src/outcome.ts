import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { Failed, Grant } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Evidence } from '@fleet-auditor/model/verdict.ts'

interface Pass<E extends Evidence = Evidence> {
  readonly verdict: 'pass'
  readonly subject: Subject
  readonly evidence: E
}

interface Fail<E extends Evidence = Evidence> {
  readonly verdict: 'fail'
  readonly subject: Subject
  readonly evidence: E
  /** Where it is not the check's own. */
  readonly severity?: Severity
}

export interface Unknown<E extends Evidence = Evidence> {
  readonly verdict: 'unknown'
  /** Absent: the target as a whole. */
  readonly subject?: Subject
  readonly cause: Cause
  readonly detail: string
  readonly grant?: Grant
  readonly evidence?: E
}

export interface NotApplicable {
  readonly verdict: 'not-applicable'
  readonly reason: string
  /** There is nothing to judge because no such part of Meshery is here: true only of a cluster without any of it. */
  readonly nothingHere?: true
}

/** What a check answers about one subject: `E` is the evidence of a failure, `P` that of a pass. */
export type Outcome<E extends Evidence = Evidence, P extends Evidence = E> =
  | Fail<E>
  | Pass<P>
  | Unknown<E | P>
  | NotApplicable

export const pass = <P extends Evidence>(subject: Subject, evidence: P): Pass<P> => ({
  verdict: 'pass',
  subject,
  evidence,
})

export const fail = <E extends Evidence>(subject: Subject, evidence: E, severity?: Severity): Fail<E> => ({
  verdict: 'fail',
  subject,
  evidence,
  severity,
})

export const notApplicable = (reason: string): NotApplicable => ({ verdict: 'not-applicable', reason })

/** Nothing of Meshery is here that could be judged; the engine answers unknown where traces of Meshery contradict. */
export const nothingHere = (reason: string): NotApplicable => ({ ...notApplicable(reason), nothingHere: true })

export const unknown = <E extends Evidence = never>(
  cause: Cause,
  detail: string,
  more: Pick<Unknown<E>, 'subject' | 'grant' | 'evidence'> = {},
): Unknown<E> => ({ verdict: 'unknown', cause, detail, ...more })

/** The unknown that a failed section means. */
export const unknownFrom = ({ cause, detail, grant }: Failed, subject?: Subject): Unknown<never> =>
  unknown(cause, detail, { grant, subject })

/** A state that is bad but may pass by itself: a pass would resolve a finding that stands. `judgedFrom`: ISO 8601. */
export const tooYoung = (subject: Subject, judgedFrom: string): Unknown<never> =>
  unknown('too-young', `not long enough to be judged before ${judgedFrom}`, { subject })

/** A remedy that is an action of a person, not a right. */
export const action = (sentence: string): Grant => ({ kind: 'action', sentence })
