import type { Observation, ProbeKind, ProbeResult } from '@fleet-auditor/model/observation.ts'
import type { ServerFacts } from '@fleet-auditor/model/server-facts.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Evidence } from '@fleet-auditor/model/verdict.ts'
import type { PlaneContext } from '../../context.ts'
import { action, notApplicable, unknown, type Outcome, type Unknown } from '../../outcome.ts'
import { controlAnswered, outcomeText, unmadeBecause } from '../probe-evidence.ts'

/** The Server of a plane, as one vantage sees it. */
export interface SeenServer {
  readonly observation: Observation
  readonly answer: Extract<ProbeResult, { status: 'answered' }>
  readonly server: ServerFacts
}

export const planeSubject = ({ plane }: PlaneContext): Subject => ({ kind: 'Plane', name: plane.name })

/** What vantages got from the Server, or from what belongs to it. */
export const seenOf = (kind: ProbeKind, { observations }: PlaneContext): readonly Observation[] =>
  observations.filter(({ target }) => target.kind === kind)

/** Judges an answer of the Server from each vantage; one that it does not answer settles nothing. */
export function whereAnswered<E extends Evidence, P extends Evidence>(
  context: PlaneContext,
  judge: (seen: SeenServer) => Outcome<E, P>,
): readonly [Outcome<E, P>] {
  return fromEachVantage(context, 'server', (observation): Outcome<E, P> => {
    const { result } = observation
    if (result.status === 'answered' && result.server) {
      return judge({ observation, answer: result, server: result.server })
    }
    return unanswered(observation, planeSubject(context))
  })
}

/** One verdict of all vantages: what one of them proves bad is bad, and a pass is worth more than no answer. */
export function fromEachVantage<E extends Evidence, P extends Evidence>(
  context: PlaneContext,
  kind: ProbeKind,
  judge: (observation: Observation) => Outcome<E, P>,
): readonly [Outcome<E, P>] {
  if (context.plane.url === undefined) return [notApplicable('no url is declared (see undeclared-topology)')]
  const outcomes = seenOf(kind, context).map(judge)
  const found = (['fail', 'pass', 'unknown', 'not-applicable'] as const).map((verdict) =>
    outcomes.find((outcome) => outcome.verdict === verdict),
  )
  return [found.find((outcome) => outcome !== undefined) ?? unprobed(context)]
}

const unprobed = (context: PlaneContext): Unknown<never> =>
  unknown('no-vantage', 'no vantage asked the Server', {
    subject: planeSubject(context),
    grant: action('declare an https or http url of the plane, and a vantage of kind local, in the fleet file'),
  })

/** Why nothing can be judged: the same cause for every check. `unready-server` judges whether it is a failure. */
export const unanswered = (observation: Observation, subject: Subject): Unknown<never> => {
  const cause = unmadeBecause(observation)
  if (cause) return unknown(cause, outcomeText(observation), { subject })
  if (observation.result.status === 'not-dialled') return unknown('no-vantage', outcomeText(observation), { subject })
  return unknown('unreachable', outcomeText(observation), {
    subject,
    grant: action('see unready-server: the other checks of the plane wait for an answer of its Server'),
  })
}

/**
 * Whether silence is a failure of what was asked: the vantage reaches something else, and a name that does not resolve
 * counts only where the vantage shares the plane's network, which may have names of its own.
 */
export function silenceProves({ vantage, result }: Observation, context: PlaneContext): boolean {
  if (result.status !== 'silent' && result.status !== 'foreign') return false
  if (controlAnswered(vantage, context.observations) !== true) return false
  if (result.status === 'foreign' || result.why !== 'unresolved') return true
  return context.vantages.some(({ name, standsFor }) => name === vantage && standsFor.includes(context.plane.name))
}

/** Silence that proves nothing. */
export const unproven = (observation: Observation, subject: Subject, plane: string): Unknown<never> =>
  unknown('no-vantage', `${outcomeText(observation)}, which proves nothing from this vantage`, {
    subject,
    grant: action(
      `declare a control target of the vantage in the fleet file, and standsFor: [${plane}] where it shares the plane’s network`,
    ),
  })

/** A login in front of the Server: a redirect, 401 or 403, where the Server itself asks for none. */
export const isWall = (status: number): boolean => (status >= 300 && status < 400) || status === 401 || status === 403

export const walled = (subject: Subject, what: string, settle: string): Unknown<never> =>
  unknown('unauthenticated', what, { subject, grant: action(settle) })
