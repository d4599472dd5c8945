import { shortPolicyTimeout } from '@fleet-auditor/checks/catalog/short-policy-timeout.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'

const timeout = (value: string) => onServer(literal('POLICY_EVAL_TIMEOUT', value))

testCheck(shortPolicyTimeout, [
  { name: 'the default', sections: onServer(), expect: [{ verdict: 'pass', evidence: { timeout: 'default' } }] },
  ...['3m', '180s', '1h', '2m60s', '5m0s'].map((value) => ({
    name: `${value}, which is enough`,
    sections: timeout(value),
    expect: [{ verdict: 'pass' as const }],
  })),
  ...['2m59s', '30s', '500ms', '0.04h'].map((value) => ({
    name: `${value}, which is less than the default`,
    sections: timeout(value),
    expect: [
      { verdict: 'fail' as const, severity: 'info' as const, text: `POLICY_EVAL_TIMEOUT=${value}; the default is 3m` },
    ],
  })),
  {
    name: 'three, which is no duration',
    sections: timeout('three'),
    expect: [{ verdict: 'unknown', cause: 'malformed' }],
  },
  { name: '180, which has no unit', sections: timeout('180'), expect: [{ verdict: 'unknown', cause: 'malformed' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
