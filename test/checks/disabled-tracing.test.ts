import { disabledTracing } from '@fleet-auditor/checks/catalog/disabled-tracing.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'

testCheck(disabledTracing, [
  {
    name: 'no OTEL_CONFIG',
    sections: onServer(),
    expect: [{ verdict: 'fail', severity: 'info', text: 'OTEL_CONFIG is not set' }],
  },
  {
    name: 'a configuration without endpoint',
    sections: onServer(literal('OTEL_CONFIG', 'no endpoint')),
    expect: [{ verdict: 'fail', text: 'OTEL_CONFIG names no endpoint' }],
  },
  { name: 'an endpoint', sections: onServer(literal('OTEL_CONFIG', 'secure')), expect: [{ verdict: 'pass' }] },
  {
    name: 'an endpoint without TLS',
    sections: onServer(literal('OTEL_CONFIG', 'insecure')),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a value from a Secret, which is not read',
    sections: onServer({ name: 'OTEL_CONFIG', source: 'secret' }),
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
