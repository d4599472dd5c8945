import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { isWall, planeSubject, walled, whereAnswered } from '../facts/planes/plane-server.ts'
import { action, fail, pass, unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

/** HTTP status of the stream; 0: not even the head of an answer came. */
const Stream = z.strictObject({ status: z.number().int() })

export const bufferedEventStream = definePlaneCheck({
  id: 'buffered-event-stream',
  title: 'The ingress of a Meshery Server holds event streams back',
  severity: 'medium',
  ruleVersion: 1,
  group: 'networking',
  answers: ['ingress-tls', 'component-ui'],
  rule: 'The first event of /api/providers/stream, which needs no login, arrives in time. No answer or no event of it, while readiness answers 200, is a buffer between; a login in front of the Server is unknown, and so is a Server too old for the stream (404).',
  why: 'Events reach people over such streams: held back, operations seem to hang and the page shows no change.',
  source: 'meshery.md §6d: live events moved to server-sent events in 2026; X-Accel-Buffering of the Server’s answer',
  evidence: Stream,
  probes: true,
  evaluate: (context) =>
    whereAnswered(context, ({ server: { stream, ready } }) => {
      const subject = planeSubject(context)
      const { status } = stream
      const isReady = ready.status === 200
      if (isWall(status)) return walled(subject, `the stream got HTTP ${status}: a login is in front of it`, byBrowser)
      if (status === 404) return unknown('outdated', 'this Server has no such stream: it is older', { subject })
      if (!isReady) {
        return unknown('unreachable', `readiness got HTTP ${ready.status}: silence proves nothing`, { subject })
      }
      if (status === 0 || status === 504) return fail(subject, { status })
      if (status !== 200 || !('streamed' in stream) || !stream.streamed) {
        return unknown('malformed', `HTTP ${status} in place of an event stream`, {
          subject,
          grant: action('let the ingress route /api/providers/stream to the Server'),
        })
      }
      return stream.event ? pass(subject, { status }) : fail(subject, { status })
    }),
  describe: (_, { status }) =>
    status === 0 ? 'the event stream does not even begin' : `the event stream (HTTP ${status}) brings no event in time`,
  remedy: () =>
    byPerson(
      'Switch response buffering off for the Server at the ingress (nginx: proxy_buffering off; a CDN or compressing proxy: no buffering of text/event-stream), and give it an idle timeout of minutes.',
    ),
})

const byBrowser =
  'see in a browser, signed in, that events arrive as they happen, and attest websocket-verified in the fleet file'
