import { verboseLogging } from '@fleet-auditor/checks/catalog/verbose-logging.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'

testCheck(verboseLogging, [
  { name: 'the default', sections: onServer(), expect: [{ verdict: 'pass', evidence: { level: 'default' } }] },
  { name: 'level 4', sections: onServer(literal('LOG_LEVEL', '4')), expect: [{ verdict: 'pass' }] },
  {
    name: 'level 5',
    sections: onServer(literal('LOG_LEVEL', '5')),
    expect: [{ verdict: 'fail', severity: 'low', text: 'LOG_LEVEL=5' }],
  },
  {
    name: 'DEBUG at level 4',
    sections: onServer(literal('LOG_LEVEL', '4'), literal('DEBUG', 'true')),
    expect: [{ verdict: 'fail', text: 'DEBUG=true' }],
  },
  {
    name: 'a variable that is given twice, of which the last counts',
    sections: onServer(literal('LOG_LEVEL', '6'), literal('LOG_LEVEL', '4')),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a value from a Secret, which is not read',
    sections: onServer({ name: 'LOG_LEVEL', source: 'secret' }),
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
