import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { fail, pass, unknown, type Outcome } from '../../outcome.ts'

const SignalName = z.enum(['spec', 'address', 'node port', 'override', 'route', 'probe'])
type SignalName = z.infer<typeof SignalName>

/**
 * One independent piece of evidence. `bad` proves the bad state, `good` speaks against it, `suggests` leaves it open
 * (a default that may not be what is in place), `failed` was planned and could not be read.
 */
const SignalEvidence = z.strictObject({
  name: SignalName,
  verdict: z.enum(['bad', 'good', 'suggests', 'failed']),
  because: z.string(),
})
type SignalEvidence = z.infer<typeof SignalEvidence>

/** What the signals showed, as evidence; those that were never planned are left out. */
export const SignalsEvidence = z.strictObject({ signals: z.array(SignalEvidence) })
export type SignalsEvidence = z.infer<typeof SignalsEvidence>

/** A signal while it is judged. `absent` was never planned. */
export interface Signal {
  readonly name: SignalName
  readonly verdict: SignalEvidence['verdict'] | 'absent'
  readonly because: string
  /** A `good` that needs no second signal: nothing is exposed at all. */
  readonly conclusive?: boolean
  readonly cause?: Cause
  readonly grant?: Grant
}

export const signal = (
  name: SignalName,
  verdict: Signal['verdict'],
  because: string,
  more: Pick<Signal, 'conclusive' | 'cause' | 'grant'> = {},
): Signal => ({ name, verdict, because, ...more })

export const decisive = (signals: readonly Signal[]): Signal[] =>
  signals.filter(({ verdict }) => verdict === 'bad' || verdict === 'good')

export const signalsEvidence = (signals: readonly Signal[]): SignalsEvidence => ({
  signals: signals.flatMap(({ name, verdict, because }) => (verdict === 'absent' ? [] : [{ name, verdict, because }])),
})

/** The evidence of some signals only: probes and routes change from run to run without another finding. */
export const materialSignals =
  (...names: readonly SignalName[]) =>
  ({ signals }: SignalsEvidence): SignalEvidence[] =>
    signals.filter(({ name }) => names.includes(name))

interface Judging {
  /** What would give a second signal. */
  readonly missing: Grant
  /** Whether the spec alone is enough where no other signal was planned. */
  readonly alone?: boolean
}

/**
 * Any signal that proves the bad state fails. A pass needs the spec, one more signal that agrees, and no planned signal
 * failed (a spec that is conclusive needs no second one); otherwise it is unknown, and names the signal that is missing.
 */
export function judgeSignals(
  subject: Subject,
  signals: readonly Signal[],
  { missing, alone = false }: Judging,
): Outcome<SignalsEvidence> {
  const evidence = signalsEvidence(signals)
  if (signals.some(({ verdict }) => verdict === 'bad')) return fail(subject, evidence)
  const spec = signals.find(({ name }) => name === 'spec')
  const broken = signals.find(({ verdict }) => verdict === 'failed')
  const open = signals.find(({ verdict }) => verdict === 'suggests')
  const doubt = broken ?? open
  const agrees = alone || signals.some(({ name, verdict }) => name !== 'spec' && verdict === 'good')
  if (spec?.verdict === 'good' && (spec.conclusive || agrees) && !doubt) return pass(subject, evidence)
  const detail = doubt
    ? `${doubt.name}: ${doubt.because}`
    : 'only one piece of evidence speaks: no second one was planned'
  const cause = doubt?.cause ?? 'no-vantage'
  return unknown(cause, detail, { subject, evidence, grant: doubt?.grant ?? missing })
}

/** The signals that prove the bad state, as a sentence. */
export const provenSignals = ({ signals }: SignalsEvidence): string =>
  signals
    .filter(({ verdict }) => verdict === 'bad')
    .map(({ name, because }) => `${name}: ${because}`)
    .join('; ')
