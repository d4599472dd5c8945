import { unreadyServer } from '@fleet-auditor/checks/catalog/unready-server.ts'
import { testPlaneCheck } from './plane-case.ts'
import { cancelled, controlAnswers, declared, serverAnswers, serverGets, silence, standsFor } from './seen-server.ts'

testPlaneCheck(unreadyServer, [
  {
    name: 'a ready Server',
    plane: declared,
    observations: [serverAnswers()],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'a Server whose capabilities are not loaded',
    plane: declared,
    observations: [serverAnswers({ ready: { status: 503, failed: ['[-]capabilities failed: not loaded'] } })],
    expect: {
      verdict: 'fail',
      severity: 'critical',
      subject: 'Plane central',
      text: 'HTTP 503 from meshery.example:443 as local sees it: [-]capabilities failed: not loaded',
    },
  },
  {
    name: 'a 502 where the control target answers',
    plane: declared,
    observations: [serverAnswers({ ready: { status: 502, failed: [] } }), controlAnswers],
    expect: { verdict: 'fail', text: 'HTTP 502 from meshery.example:443 as local sees it' },
  },
  {
    name: 'a 502 without a control target',
    plane: declared,
    observations: [serverAnswers({ ready: { status: 502, failed: [] } })],
    expect: { verdict: 'unknown', cause: 'no-vantage' },
  },
  {
    name: 'a redirect to a login',
    plane: declared,
    observations: [serverAnswers({ ready: { status: 302, failed: [] } }), controlAnswers],
    expect: { verdict: 'unknown', cause: 'unauthenticated' },
  },
  {
    name: 'a 401',
    plane: declared,
    observations: [serverAnswers({ ready: { status: 401, failed: [] } }), controlAnswers],
    expect: { verdict: 'unknown', cause: 'unauthenticated' },
  },
  {
    name: 'silence where the control target answers',
    plane: declared,
    observations: [serverGets(silence()), controlAnswers],
    expect: { verdict: 'fail', text: 'meshery.example:443 from local: timeout' },
  },
  {
    name: 'silence without a control target',
    plane: declared,
    observations: [serverGets(silence())],
    expect: { verdict: 'unknown', cause: 'no-vantage' },
  },
  {
    name: 'a name that does not resolve where the plane is',
    plane: declared,
    vantages: standsFor,
    observations: [serverGets(silence('unresolved')), controlAnswers],
    expect: { verdict: 'fail', text: 'meshery.example:443 from local: unresolved' },
  },
  {
    name: 'a name that does not resolve elsewhere',
    plane: declared,
    observations: [serverGets(silence('unresolved')), controlAnswers],
    expect: { verdict: 'unknown', cause: 'no-vantage' },
  },
  {
    name: 'silence at one vantage and a ready Server at another',
    plane: declared,
    observations: [serverGets(silence()), controlAnswers, { ...serverAnswers(), vantage: 'other' }],
    expect: { verdict: 'pass', subject: 'Plane central' },
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
