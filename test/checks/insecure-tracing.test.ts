import { insecureTracing } from '@fleet-auditor/checks/catalog/insecure-tracing.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'

testCheck(insecureTracing, [
  {
    name: 'an endpoint without TLS',
    sections: onServer(literal('OTEL_CONFIG', 'insecure')),
    expect: [{ verdict: 'fail', severity: 'low', text: 'OTEL_CONFIG sets insecure: true' }],
  },
  { name: 'an endpoint with TLS', sections: onServer(literal('OTEL_CONFIG', 'secure')), expect: [{ verdict: 'pass' }] },
  { name: 'no tracing', sections: onServer(), expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
