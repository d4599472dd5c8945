import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Evidence, Outcome } from '@fleet-auditor/model/verdict.ts'
import { fail, pass, unknown } from '../../outcome.ts'

/**
 * One independent piece of evidence. `bad` proves the bad state, `good` speaks against it, `suggests` leaves it open
 * (a default that may not be what stands), `failed` was planned and could not be read, `absent` was never planned.
 */
export interface Signal {
  readonly signal: string
  readonly says: 'bad' | 'good' | 'suggests' | 'failed' | 'absent'
  readonly because: string
  /** A `good` that needs no second leg: nothing is exposed at all. */
  readonly conclusive?: boolean
  readonly cause?: Cause
  readonly grant?: Grant
}

export const legOf = (signal: string, says: Signal['says'], because: string): Signal => ({ signal, says, because })

export const decisive = (signals: readonly Signal[]): Signal[] =>
  signals.filter(({ says }) => says === 'bad' || says === 'good')

/** What the legs said, as evidence: absent ones left out. */
export function legEvidence(signals: readonly Signal[]): Evidence {
  const spoken = signals.filter(({ says }) => says !== 'absent')
  return Object.fromEntries(spoken.map(({ signal, says, because }) => [signal, `${says}: ${because}`]))
}

/**
 * Any leg that proves the bad state fails. A pass needs the spec, one more leg that agrees, and no planned leg failed
 * (a spec that is conclusive needs no second one); otherwise it is unknown, and says which leg is missing.
 */
export function judgeSignals(subject: Subject, signals: readonly Signal[], missing: Grant): Outcome {
  const evidence = legEvidence(signals)
  if (signals.some(({ says }) => says === 'bad')) return fail(subject, evidence)
  const spec = signals.find(({ signal }) => signal === 'spec')
  const broken = signals.find(({ says }) => says === 'failed')
  const open = signals.find(({ says }) => says === 'suggests')
  if (spec?.says === 'good' && spec.conclusive && !broken && !open) return pass(evidence, subject)
  const others = signals.filter(({ signal, says }) => signal !== 'spec' && says === 'good')
  if (spec?.says === 'good' && others.length > 0 && !broken && !open) return pass(evidence, subject)
  const doubt = broken ?? open
  const detail = doubt
    ? `${doubt.signal}: ${doubt.because}`
    : 'only one piece of evidence speaks: no second one was planned'
  const cause = doubt?.cause ?? 'no-vantage'
  return unknown(cause, detail, { subject, evidence, grant: doubt?.grant ?? missing })
}

/** The legs that prove the bad state, as a sentence. */
export function provenSignals(evidence: Evidence): string {
  const proven: string[] = []
  for (const [signal, said] of Object.entries(evidence)) {
    if (typeof said === 'string' && said.startsWith('bad: ')) proven.push(`${signal}: ${said.slice('bad: '.length)}`)
  }
  return proven.join('; ')
}

/** What the spec says, without the judgement before it. */
export const spokenSpec = (evidence: Evidence): string => {
  const spec = evidence['spec']
  return typeof spec === 'string' ? spec.replace(/^[a-z-]+: /, '') : ''
}
