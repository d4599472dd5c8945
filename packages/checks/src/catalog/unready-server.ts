import type { Observation } from '@fleet-auditor/model/observation.ts'
import { z } from 'zod'
import type { PlaneContext } from '../context.ts'
import { definePlaneCheck } from '../define.ts'
import {
  fromEachVantage,
  isWall,
  planeSubject,
  seenOf,
  silenceProves,
  unanswered,
  unproven,
  walled,
} from '../facts/planes/plane-server.ts'
import { controlAnswered, outcomeText } from '../facts/probe-evidence.ts'
import { fail, pass, type Outcome } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

/** `failed`: the readiness checks that failed, as the Server prints them. */
const Unready = z.strictObject({ seen: z.string(), failed: z.array(z.string()) })
const Ready = z.strictObject({ seen: z.string() })
type Judged = Outcome<z.infer<typeof Unready>, z.infer<typeof Ready>>

export const unreadyServer = definePlaneCheck({
  id: 'unready-server',
  title: 'A Meshery Server is not ready, or does not answer at its URL',
  severity: 'critical',
  ruleVersion: 1,
  group: 'monitoring',
  answers: ['uptime-check', 'component-server'],
  rule: 'GET /healthz/ready?verbose=1 at the plane’s URL answers 200 from a vantage, and no line begins with [-]. Another status, or silence, fails only while the vantage’s control target answers, and a name that does not resolve only from a vantage that stands for the plane. A redirect, 401 or 403 is a login in front of the Server: unknown.',
  why: 'Every cluster that the Server manages is unmanaged while it is down.',
  source: 'Meshery documentation, Operational readiness: external uptime check on /healthz/ready',
  evidence: Unready,
  passEvidence: Ready,
  material: ['failed'],
  probes: true,
  evaluate(context) {
    // That one vantage gets 200 outweighs that another gets nothing.
    const ready = seenOf('server', context).find(({ result }) => {
      const facts = result.status === 'answered' ? result.server?.ready : undefined
      return facts?.status === 200 && facts.failed.length === 0
    })
    return fromEachVantage(context, 'server', (observation) => {
      const judged = judge(observation, context)
      const failsByWord = judged.verdict === 'fail' && judged.evidence.failed.length > 0
      return ready && !failsByWord ? pass(planeSubject(context), { seen: seenAs(ready, 200) }) : judged
    })
  },
  describe: (_, { seen, failed }) => (failed.length > 0 ? `${seen}: ${failed.join('; ')}` : seen),
  remedy: ({ name }, evidence) =>
    byPerson(
      evidence && evidence.failed.length > 0
        ? 'Read the log of the Server for what its readiness names: its providers load their capabilities at the start, and it restarts without loss.'
        : `Find where the way to plane ${name} ends: its DNS name, its load balancer or ingress, the endpoints of its Service, its pod.`,
    ),
})

const seenAs = ({ vantage, target }: Observation, status: number): string =>
  `HTTP ${status} from ${target.host}:${target.port} as ${vantage} sees it`

function judge(observation: Observation, context: PlaneContext): Judged {
  const subject = planeSubject(context)
  const { result } = observation
  if (result.status === 'answered' && result.server) {
    const { status, failed } = result.server.ready
    const seen = seenAs(observation, status)
    if (failed.length > 0) return fail(subject, { seen, failed })
    if (status === 200) return pass(subject, { seen })
    if (isWall(status)) return walled(subject, `${seen}: a login is in front of it`, letThrough)
    const elsewhere = controlAnswered(observation.vantage, context.observations) === true
    return elsewhere ? fail(subject, { seen, failed }) : unproven(observation, subject, context.plane.name)
  }
  if (result.status === 'not-dialled' || result.status === 'answered') return unanswered(observation, subject)
  if (!silenceProves(observation, context)) return unproven(observation, subject, context.plane.name)
  return fail(subject, { seen: outcomeText(observation), failed: [] })
}

const letThrough =
  'let /healthz/ready through the login proxy without a login, or probe behind it from a vantage inside'
