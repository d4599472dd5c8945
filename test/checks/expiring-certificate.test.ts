import { expiringCertificate } from '@fleet-auditor/checks/catalog/expiring-certificate.ts'
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

testPlaneCheck(expiringCertificate, [
  {
    name: '22 days',
    plane: declared,
    observations: [serverAnswers({}, { ...certificate, notAfter: '2026-12-13T02:00:00.000Z' })],
    expect: { verdict: 'pass', subject: 'Plane central' },
  },
  {
    name: '21 days',
    plane: declared,
    observations: [serverAnswers({}, { ...certificate, notAfter: '2026-12-12T02:00:00.000Z' })],
    expect: {
      verdict: 'fail',
      severity: 'medium',
      subject: 'Plane central',
      text: 'valid until 2026-12-12T02:00:00.000Z, 21 days from the audit',
    },
  },
  {
    name: '8 days',
    plane: declared,
    observations: [serverAnswers({}, { ...certificate, notAfter: '2026-11-29T02:00:00.000Z' })],
    expect: {
      verdict: 'fail',
      severity: 'medium',
      text: 'valid until 2026-11-29T02:00:00.000Z, 8 days from the audit',
    },
  },
  {
    name: '7 days',
    plane: declared,
    observations: [serverAnswers({}, { ...certificate, notAfter: '2026-11-28T02:00:00.000Z' })],
    expect: { verdict: 'fail', severity: 'high', text: 'valid until 2026-11-28T02:00:00.000Z, 7 days from the audit' },
  },
  {
    name: 'one that does not verify',
    plane: declared,
    observations: [serverAnswers({}, { ...certificate, verified: false, error: 'CERT_HAS_EXPIRED' })],
    expect: { verdict: 'not-applicable' },
  },
  {
    name: 'one without an end',
    plane: declared,
    observations: [serverAnswers({}, { ...certificate, notAfter: '' })],
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
