import type { Observation } from '@fleet-auditor/model/observation.ts'
import { z } from 'zod'
import type { PlaneContext } from '../context.ts'
import { definePlaneCheck } from '../define.ts'
import { planeSubject, seenOf, unanswered, whereAnswered } from '../facts/planes/plane-server.ts'
import { controlAnswered, outcomeText } from '../facts/probe-evidence.ts'
import { action, fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Seen = z.strictObject({ seen: z.string() })

export const plainHttpServer = definePlaneCheck({
  id: 'plain-http-server',
  title: 'A Meshery Server answers over plain HTTP',
  severity: 'high',
  ruleVersion: 1,
  group: 'networking',
  answers: ['ingress-tls', 'component-ui'],
  rule: 'The plane’s URL is https, and port 80 of its host redirects to https, refuses with a 4xx other than 401, or refuses the connection of a vantage that the Server and the control target answer. Silence is not known to be a closed port. Not-applicable to HTTPS at a port of its own.',
  why: 'The session’s cookie and the uploaded kubeconfigs pass every network on the way in clear text.',
  source: 'Meshery documentation, Operational readiness: Ingress fronts Meshery with TLS',
  evidence: Seen,
  material: [],
  probes: true,
  evaluate: (context) =>
    whereAnswered(context, ({ observation: { vantage, target } }) => {
      if (target.scheme === 'http') {
        return fail(planeSubject(context), { seen: `${target.host}:${target.port} answers ${vantage} without TLS` })
      }
      const plain = seenOf('plain', context).find((each) => each.vantage === vantage)
      return plain ? judge(plain, context) : notApplicable(`it is served at port ${target.port} alone, with TLS`)
    }),
  describe: (_, { seen }) => seen,
  remedy: ({ name }) =>
    byPerson(
      `Let the ingress or load balancer redirect plain HTTP of plane ${name} to https, or close the port; the URL in the fleet file and MESHERY_SERVER_CALLBACK_URL begin with https.`,
    ),
})

function judge(plain: Observation, context: PlaneContext): Outcome<z.infer<typeof Seen>> {
  const subject = planeSubject(context)
  const { result, vantage, target } = plain
  // Refused is an answer. What drops the request may stand before the vantage, which then saw nothing.
  if (result.status === 'silent' && result.why === 'refused' && controlAnswered(vantage, context.observations)) {
    return pass(subject, { seen: outcomeText(plain) })
  }
  if (result.status === 'not-dialled') return unanswered(plain, subject)
  if (result.status !== 'answered') {
    return unknown('no-vantage', `${outcomeText(plain)}: whether the port is closed, or the way to it, is not known`, {
      subject,
      grant: action(
        `let port ${target.port} redirect to https or refuse connections, or declare a vantage that reaches it`,
      ),
    })
  }
  const { httpStatus = 0, location = '' } = result
  const seen = `HTTP ${httpStatus} from ${target.host}:${target.port}${location && `, to ${location}`}`
  const redirects = httpStatus >= 300 && httpStatus < 400 && /^https:/i.test(location)
  const refuses = httpStatus >= 400 && httpStatus < 500 && httpStatus !== 401
  if (redirects || refuses) return pass(subject, { seen })
  if (httpStatus >= 500) return unknown('unreachable', `${seen}: what is behind it does not answer`, { subject })
  return fail(subject, { seen })
}
