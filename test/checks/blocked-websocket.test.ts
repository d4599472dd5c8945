import { blockedWebsocket } from '@fleet-auditor/checks/catalog/blocked-websocket.ts'
import { testPlaneCheck } from './plane-case.ts'
import { cancelled, controlAnswers, declared, serverAnswers, serverGets, silence } from './seen-server.ts'

testPlaneCheck(blockedWebsocket, [
  {
    name: 'an upgrade',
    plane: declared,
    observations: [serverAnswers()],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'JSON in place of it',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 400, json: true } })],
    expect: {
      verdict: 'fail',
      severity: 'medium',
      subject: 'Plane central',
      text: 'a WebSocket upgrade gets HTTP 400',
    },
  },
  {
    name: 'a 426',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 426, json: false } })],
    expect: { verdict: 'fail', text: 'a WebSocket upgrade gets HTTP 426' },
  },
  {
    name: 'a 502',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 502, json: false } })],
    expect: { verdict: 'fail', text: 'a WebSocket upgrade gets HTTP 502' },
  },
  {
    name: 'a 504',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 504, json: false } })],
    expect: { verdict: 'fail', text: 'a WebSocket upgrade gets HTTP 504' },
  },
  {
    name: 'the login',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 302, json: false } })],
    expect: { verdict: 'unknown', cause: 'unauthenticated' },
  },
  {
    name: 'JSON of a login proxy',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 401, json: true } })],
    expect: { verdict: 'unknown', cause: 'unauthenticated' },
  },
  {
    name: 'a 404 that is no JSON',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 404, json: false } })],
    expect: { verdict: 'unknown', cause: 'malformed' },
  },
  {
    name: 'no answer to it',
    plane: declared,
    observations: [serverAnswers({ upgrade: { status: 0, why: 'timeout' } })],
    expect: { verdict: 'unknown', cause: 'unreachable' },
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
