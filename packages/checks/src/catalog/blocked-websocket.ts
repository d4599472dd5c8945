import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { isWall, planeSubject, walled, whereAnswered } from '../facts/planes/plane-server.ts'
import { fail, pass, unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

/** HTTP status of the answer to the upgrade. */
const Upgrade = z.strictObject({ status: z.number().int() })

/** Upgrade Required, Bad Gateway and Gateway Timeout: of the proxy, not of the Server. */
const ofProxy = [426, 502, 504]

export const blockedWebsocket = definePlaneCheck({
  id: 'blocked-websocket',
  title: 'The ingress of a Meshery Server does not pass WebSocket upgrades',
  severity: 'medium',
  ruleVersion: 1,
  group: 'networking',
  answers: ['ingress-tls', 'caveat-websocket', 'component-ui'],
  rule: 'An upgrade at /api/system/graphql/query answers 101. JSON with a 4xx comes from a Server that saw no upgrade; 426, 502 and 504 come from the proxy. A redirect, 401 or 403 is the login, which comes first: unknown, and the attestation websocket-verified settles the line.',
  why: 'Without WebSocket the page shows no change of a cluster until it is loaded again.',
  source: 'Meshery documentation, Known caveats: WebSocket support is mandatory at the ingress',
  evidence: Upgrade,
  probes: true,
  evaluate: (context) =>
    whereAnswered(context, ({ server: { upgrade } }) => {
      const subject = planeSubject(context)
      if (upgrade.status === 0) {
        const why = 'why' in upgrade ? upgrade.why : 'silent'
        return unknown('unreachable', `the upgrade got no answer: ${why}`, { subject })
      }
      const { status } = upgrade
      if (status === 101) return pass(subject, { status })
      if (isWall(status)) return walled(subject, `the upgrade got HTTP ${status}: the login comes before it`, byBrowser)
      const withoutUpgrade = status >= 400 && status < 500 && 'json' in upgrade && upgrade.json
      if (withoutUpgrade || ofProxy.includes(status)) return fail(subject, { status })
      return unknown('malformed', `the upgrade got HTTP ${status}, which neither grants nor refuses it`, { subject })
    }),
  describe: (_, { status }) => `a WebSocket upgrade gets HTTP ${status}`,
  remedy: () =>
    byPerson(
      'Let the ingress pass the Upgrade and Connection headers over HTTP/1.1 to the Server (nginx: proxy_http_version 1.1 and both headers; load balancers: an HTTP listener that supports WebSocket).',
    ),
})

const byBrowser =
  'see in a browser, signed in, that the upgrade gets 101, and attest websocket-verified in the fleet file'
