import { pendingServerEndpoint } from '@fleet-auditor/checks/catalog/pending-server-endpoint.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { service } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { workload } from './meshery-objects.ts'

const balancer = (edits: Partial<ServiceFacts>) => ({
  workloads: [workload({ podLabels: { app: 'meshery' } })],
  services: [service({ name: 'meshery', type: 'LoadBalancer', selector: { app: 'meshery' }, ingress: [], ...edits })],
})

testCheck(pendingServerEndpoint, [
  {
    name: 'a load balancer of a month without an address',
    sections: balancer({ createdAt: '2026-10-20T00:00:00Z' }),
    expect: [
      {
        verdict: 'fail',
        subject: 'Service meshery/meshery',
        severity: 'high',
        text: 'no address since it was made on 2026-10-20T00:00:00Z',
      },
    ],
  },
  {
    name: 'one that was made five minutes ago',
    sections: balancer({ createdAt: '2026-11-21T01:55:00Z' }),
    expect: [{ verdict: 'unknown', cause: 'too-young' }],
  },
  { name: 'one with an address', sections: balancer({ ingress: [{ ip: '34.1.2.3' }] }), expect: [{ verdict: 'pass' }] },
  { name: 'a ClusterIP', sections: balancer({ type: 'ClusterIP' }), expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
