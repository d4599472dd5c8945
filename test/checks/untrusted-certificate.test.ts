import { untrustedCertificate } from '@fleet-auditor/checks/catalog/untrusted-certificate.ts'
import { testPlaneCheck } from './plane-case.ts'
import {
  cancelled,
  certificate,
  controlAnswers,
  declared,
  overHttp,
  serverAnswers,
  serverGets,
  silence,
} from './seen-server.ts'

testPlaneCheck(untrustedCertificate, [
  {
    name: 'a certificate that verifies',
    plane: declared,
    observations: [serverAnswers()],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: 'an expired one',
    plane: declared,
    observations: [
      serverAnswers(
        {},
        { ...certificate, verified: false, error: 'CERT_HAS_EXPIRED', notAfter: '2026-11-01T00:00:00.000Z' },
      ),
    ],
    expect: {
      verdict: 'fail',
      severity: 'high',
      subject: 'Plane central',
      text: 'CERT_HAS_EXPIRED: issued by CN=Example CA for meshery.example, valid until 2026-11-01T00:00:00.000Z',
    },
  },
  {
    name: 'one that signed itself, without names',
    plane: declared,
    observations: [
      serverAnswers({}, { ...certificate, verified: false, error: 'DEPTH_ZERO_SELF_SIGNED_CERT', names: [] }),
    ],
    expect: {
      verdict: 'fail',
      text: 'DEPTH_ZERO_SELF_SIGNED_CERT: issued by CN=Example CA for no name, valid until 2027-02-01T00:00:00.000Z',
    },
  },
  {
    name: 'a declared authority that is none',
    plane: declared,
    observations: [serverAnswers({}, { ...certificate, verified: false, error: 'INVALID_AUTHORITY' })],
    expect: { verdict: 'unknown', cause: 'malformed' },
  },
  { name: 'plain HTTP', plane: declared, observations: [overHttp], expect: { verdict: 'not-applicable' } },
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
