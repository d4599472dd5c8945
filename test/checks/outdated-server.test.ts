import { outdatedServer } from '@fleet-auditor/checks/catalog/outdated-server.ts'
import { testPlaneCheck } from './plane-case.ts'
import { cancelled, controlAnswers, declared, serverAnswers, serverGets, silence } from './seen-server.ts'

testPlaneCheck(outdatedServer, [
  {
    name: 'the newest release',
    plane: declared,
    observations: [serverAnswers()],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'a build newer than the newest release',
    plane: declared,
    observations: [serverAnswers({ version: { status: 200, build: 'v1.0.70', latest: 'v1.0.66', outdated: true } })],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'an older build',
    plane: declared,
    observations: [serverAnswers({ version: { status: 200, build: 'v1.0.9', latest: 'v1.0.10', outdated: true } })],
    expect: { verdict: 'fail', severity: 'low', subject: 'Plane central', text: 'it runs v1.0.9; v1.0.10 is released' },
  },
  {
    name: 'a Server that does not reach GitHub',
    plane: declared,
    observations: [serverAnswers({ version: { status: 200, build: 'v1.0.64' } })],
    expect: { verdict: 'unknown', cause: 'unreachable' },
  },
  {
    name: 'a build that is no release',
    plane: declared,
    observations: [serverAnswers({ version: { status: 200, build: 'Not Set', latest: 'v1.0.66' } })],
    expect: { verdict: 'unknown', cause: 'malformed' },
  },
  {
    name: 'no build',
    plane: declared,
    observations: [serverAnswers({ version: { status: 200 } })],
    expect: { verdict: 'unknown', cause: 'malformed' },
  },
  {
    name: 'a login',
    plane: declared,
    observations: [serverAnswers({ version: { status: 302 } })],
    expect: { verdict: 'unknown', cause: 'unauthenticated' },
  },
  {
    name: 'no answer for its version',
    plane: declared,
    observations: [serverAnswers({ version: { status: 0, why: 'timeout' } })],
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
