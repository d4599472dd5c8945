import { bufferedEventStream } from '@fleet-auditor/checks/catalog/buffered-event-stream.ts'
import { testPlaneCheck } from './plane-case.ts'
import { cancelled, controlAnswers, declared, serverAnswers, serverGets, silence } from './seen-server.ts'

testPlaneCheck(bufferedEventStream, [
  {
    name: 'an event',
    plane: declared,
    observations: [serverAnswers()],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'no event',
    plane: declared,
    observations: [serverAnswers({ stream: { status: 200, streamed: true, event: false } })],
    expect: {
      verdict: 'fail',
      severity: 'medium',
      subject: 'Plane central',
      text: 'the event stream (HTTP 200) brings no event in time',
    },
  },
  {
    name: 'no answer',
    plane: declared,
    observations: [serverAnswers({ stream: { status: 0, why: 'timeout' } })],
    expect: { verdict: 'fail', text: 'the event stream does not even begin' },
  },
  {
    name: 'no answer of a Server that is not ready',
    plane: declared,
    observations: [serverAnswers({ ready: { status: 503, failed: [] }, stream: { status: 0, why: 'timeout' } })],
    expect: { verdict: 'unknown', cause: 'unreachable' },
  },
  {
    name: 'an older Server',
    plane: declared,
    observations: [serverAnswers({ stream: { status: 404, streamed: false, event: false } })],
    expect: { verdict: 'unknown', cause: 'outdated' },
  },
  {
    name: 'a login',
    plane: declared,
    observations: [serverAnswers({ stream: { status: 302, streamed: false, event: false } })],
    expect: { verdict: 'unknown', cause: 'unauthenticated' },
  },
  {
    name: 'a page in place of the stream',
    plane: declared,
    observations: [serverAnswers({ stream: { status: 200, streamed: false, event: false } })],
    expect: { verdict: 'unknown', cause: 'malformed' },
  },
  {
    name: 'silence',
    plane: declared,
    observations: [serverGets(silence()), controlAnswers],
    expect: { verdict: 'unknown', cause: 'unreachable' },
  },
  {
    name: 'a run that ended before',
    plane: declared,
    observations: [serverGets(cancelled)],
    expect: { verdict: 'unknown', cause: 'cancelled' },
  },
  {
    name: 'a Server that no vantage asked',
    plane: declared,
    observations: [],
    expect: { verdict: 'unknown', cause: 'no-vantage' },
  },
  { name: 'a plane without a url', plane: {}, expect: { verdict: 'not-applicable' } },
])
