import type { Observation } from '@fleet-auditor/model/observation.ts'
import { z } from 'zod'
import type { PlaneContext } from '../context.ts'
import { definePlaneCheck } from '../define.ts'
import {
  fromEachVantage,
  planeSubject,
  seenOf,
  silenceProves,
  unanswered,
  unproven,
  walled,
  whereAnswered,
  type SeenServer,
} from '../facts/planes/plane-server.ts'
import { outcomeText } from '../facts/probe-evidence.ts'
import { fail, notApplicable, pass, unknown, type NotApplicable, type Outcome, type Unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Unreachable = z.strictObject({ provider: z.string(), seen: z.string() })
const Reached = z.strictObject({ provider: z.string() })

export const unreachableProvider = definePlaneCheck({
  id: 'unreachable-provider',
  title: 'The Remote Provider of a Meshery Server does not answer',
  severity: 'high',
  ruleVersion: 1,
  group: 'monitoring',
  answers: ['egress', 'memory-alerts', 'remote-provider', 'component-remote-provider'],
  rule: 'The Remote Provider that the Server’s login leads to answers over HTTPS with a certificate that verifies. It is asked from the vantage: its egress is judged, not the Server’s. Silence fails only while the vantage’s control target answers.',
  why: 'Without its Remote Provider the Server logs no person in and stores nothing; its readiness does not show it.',
  source: 'Meshery documentation, Operational readiness: provider reachability monitored',
  evidence: Unreachable,
  passEvidence: Reached,
  material: ['provider'],
  probes: true,
  evaluate: (context) =>
    seenOf('provider', context).length > 0
      ? fromEachVantage(context, 'provider', (observation) => judge(observation, context))
      : whereAnswered(context, (seen) => withoutProvider(seen, context)),
  describe: (_, { provider, seen }) => `${provider} ${seen}`,
  remedy: (_, evidence) =>
    byPerson(
      `See whether ${evidence?.provider ?? 'the Remote Provider'} is up; then whether the Server’s own network reaches it (egress rules, proxy, authority of its certificate), which the auditor’s vantage does not show.`,
    ),
})

function judge(
  observation: Observation,
  context: PlaneContext,
): Outcome<z.infer<typeof Unreachable>, z.infer<typeof Reached>> {
  const subject = planeSubject(context)
  const { result, target, vantage } = observation
  const provider = target.host
  if (result.status === 'answered') {
    if (result.tls?.verified) return pass(subject, { provider })
    const seen = `shows ${vantage} a certificate that does not verify: ${result.tls?.error ?? 'none'}`
    return fail(subject, { provider, seen })
  }
  if (result.status === 'not-dialled') return unanswered(observation, subject)
  if (!silenceProves(observation, context)) return unproven(observation, subject, context.plane.name)
  return fail(subject, { provider, seen: `does not answer the vantage: ${outcomeText(observation)}` })
}

/** Why there is no Remote Provider to ask. */
function withoutProvider(
  { server: { chooser, login } }: SeenServer,
  context: PlaneContext,
): Unknown<never> | NotApplicable {
  const subject = planeSubject(context)
  if ('html' in chooser && chooser.status === 200 && chooser.html) {
    return notApplicable('the Server enforces no provider: people choose one (see local-provider)')
  }
  if ('provider' in chooser && chooser.provider !== undefined && !login) {
    return notApplicable('the Server enforces its Local Provider (see local-provider)')
  }
  if (login?.status === 0 || chooser.status === 0) {
    return unknown('unreachable', 'the Server answered for its readiness, and not for its login', { subject })
  }
  if (chooser.status >= 500 || (login && login.status >= 500)) {
    return unknown('malformed', `its login answered HTTP ${login?.status ?? chooser.status}`, { subject })
  }
  return walled(
    subject,
    'what answers at /provider or /user/login names no Remote Provider: a login is in front of the Server',
    'let the login proxy pass /provider and /user/login, or probe behind it from a vantage inside',
  )
}
