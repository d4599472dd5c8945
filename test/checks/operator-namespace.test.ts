import { operatorNamespace } from '@fleet-auditor/checks/catalog/operator-namespace.ts'
import { testCheck } from './check-case.ts'
import { operator, server, workload } from './meshery-objects.ts'

testCheck(operatorNamespace, [
  {
    name: 'in the namespace meshery',
    sections: { workloads: [operator] },
    expect: [{ verdict: 'pass', subject: 'Deployment meshery/meshery-operator' }],
  },
  {
    name: 'somewhere else',
    sections: { workloads: [workload({ ...operator, namespace: 'tools' })] },
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment tools/meshery-operator',
        evidence: { namespace: 'tools', expected: 'meshery' },
        text: 'runs in namespace tools',
      },
    ],
  },
  {
    name: 'two of them, one elsewhere',
    sections: { workloads: [operator, workload({ ...operator, namespace: 'tools' })] },
    expect: [{ verdict: 'pass' }, { verdict: 'fail', text: 'runs in namespace tools' }],
  },
  { name: 'no Operator', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
