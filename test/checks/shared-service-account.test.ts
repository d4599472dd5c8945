import { sharedServiceAccount } from '@fleet-auditor/checks/catalog/shared-service-account.ts'
import { testCheck } from './check-case.ts'
import { server, workload } from './meshery-objects.ts'

const adapter = (serviceAccount: string, namespace = 'meshery') =>
  workload({ component: 'adapter', name: 'meshery-istio', serviceAccount, namespace })

testCheck(sharedServiceAccount, [
  {
    name: 'an adapter as the chart makes it',
    sections: { workloads: [server, adapter('meshery-server')] },
    expect: [
      {
        verdict: 'fail',
        subject: 'Deployment meshery/meshery-istio',
        severity: 'medium',
        text: 'runs as meshery-server, the account of the Server',
      },
    ],
  },
  {
    name: 'an adapter with an account of its own',
    sections: { workloads: [server, adapter('meshery-istio')] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'an account of the same name in another namespace',
    sections: { workloads: [server, adapter('meshery-server', 'istio')] },
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no adapter', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
