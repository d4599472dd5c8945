import { unreachableProvider } from '@fleet-auditor/checks/catalog/unreachable-provider.ts'
import { testPlaneCheck } from './plane-case.ts'
import {
  cancelled,
  certificate,
  controlAnswers,
  declared,
  providerAnswers,
  providerGets,
  serverAnswers,
  serverGets,
  silence,
} from './seen-server.ts'

testPlaneCheck(unreachableProvider, [
  {
    name: 'a provider that answers',
    plane: declared,
    observations: [serverAnswers(), providerAnswers(certificate)],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'a certificate that does not verify',
    plane: declared,
    observations: [serverAnswers(), providerAnswers({ ...certificate, verified: false, error: 'CERT_HAS_EXPIRED' })],
    expect: {
      verdict: 'fail',
      severity: 'high',
      subject: 'Plane central',
      text: 'cloud.example shows local a certificate that does not verify: CERT_HAS_EXPIRED',
    },
  },
  {
    name: 'a silent provider where the control target answers',
    plane: declared,
    observations: [serverAnswers(), providerGets(silence()), controlAnswers],
    expect: {
      verdict: 'fail',
      text: 'cloud.example does not answer the vantage: cloud.example:443 from local: timeout',
    },
  },
  {
    name: 'a silent provider without a control target',
    plane: declared,
    observations: [serverAnswers(), providerGets(silence())],
    expect: { verdict: 'unknown', cause: 'no-vantage' },
  },
  {
    name: 'a provider that the run did not reach',
    plane: declared,
    observations: [serverAnswers(), providerGets(cancelled)],
    expect: { verdict: 'unknown', cause: 'cancelled' },
  },
  {
    name: 'a choice of providers',
    plane: declared,
    observations: [serverAnswers({ chooser: { status: 200, html: true }, login: undefined })],
    expect: { verdict: 'not-applicable' },
  },
  {
    name: 'the Local Provider',
    plane: declared,
    observations: [serverAnswers({ chooser: { status: 302, html: false, provider: 'Local' }, login: undefined })],
    expect: { verdict: 'not-applicable' },
  },
  {
    name: 'a login in front of the Server',
    plane: declared,
    observations: [serverAnswers({ chooser: { status: 302, html: false }, login: { status: 302 } })],
    expect: { verdict: 'unknown', cause: 'unauthenticated' },
  },
  {
    name: 'a login without an answer',
    plane: declared,
    observations: [serverAnswers({ login: { status: 0, why: 'timeout' } })],
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
