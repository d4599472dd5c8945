import { plainHttpServer } from '@fleet-auditor/checks/catalog/plain-http-server.ts'
import { testPlaneCheck } from './plane-case.ts'
import {
  cancelled,
  certificate,
  controlAnswers,
  declared,
  overHttp,
  plainAnswers,
  plainGets,
  serverAnswers,
  serverGets,
  silence,
} from './seen-server.ts'

testPlaneCheck(plainHttpServer, [
  {
    name: 'a redirect to https',
    plane: declared,
    observations: [serverAnswers(), plainAnswers(308, 'https://meshery.example/')],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'a refusal',
    plane: declared,
    observations: [serverAnswers(), plainAnswers(404)],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'a closed port where the control target answers',
    plane: declared,
    observations: [serverAnswers(), plainGets(silence('refused')), controlAnswers],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'a port that drops connections, which may be the auditor’s own firewall, though the control target answers',
    plane: declared,
    observations: [serverAnswers(), plainGets(silence()), controlAnswers],
    expect: { verdict: 'unknown', cause: 'no-vantage' },
  },
  {
    name: 'a closed port without a control target',
    plane: declared,
    observations: [serverAnswers(), plainGets(silence())],
    expect: { verdict: 'unknown', cause: 'no-vantage' },
  },
  {
    name: 'readiness by plain HTTP',
    plane: declared,
    observations: [serverAnswers(), plainAnswers(200)],
    expect: { verdict: 'fail', severity: 'high', subject: 'Plane central', text: 'HTTP 200 from meshery.example:80' },
  },
  {
    name: 'a redirect that stays on plain HTTP',
    plane: declared,
    observations: [serverAnswers(), plainAnswers(302, '/provider')],
    expect: { verdict: 'fail', text: 'HTTP 302 from meshery.example:80, to /provider' },
  },
  {
    name: 'a password asked by plain HTTP',
    plane: declared,
    observations: [serverAnswers(), plainAnswers(401)],
    expect: { verdict: 'fail', text: 'HTTP 401 from meshery.example:80' },
  },
  {
    name: 'a proxy without a Server behind it',
    plane: declared,
    observations: [serverAnswers(), plainAnswers(503)],
    expect: { verdict: 'unknown', cause: 'unreachable' },
  },
  {
    name: 'an http URL',
    plane: declared,
    observations: [overHttp],
    expect: { verdict: 'fail', text: 'meshery.example:80 answers local without TLS' },
  },
  {
    name: 'a plain port that the run did not reach',
    plane: declared,
    observations: [serverAnswers(), plainGets(cancelled)],
    expect: { verdict: 'unknown', cause: 'cancelled' },
  },
  {
    name: 'HTTPS at a port of its own',
    plane: declared,
    observations: [serverAnswers({}, certificate, { port: 9443 })],
    expect: { verdict: 'not-applicable' },
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
