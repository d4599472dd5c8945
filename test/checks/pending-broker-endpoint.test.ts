import { pendingBrokerEndpoint } from '@fleet-auditor/checks/catalog/pending-broker-endpoint.ts'
import { expect } from 'vitest'
import { brokerCluster, loadBalancer, service } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { endpointNeeds, withServerInside } from './endpoint-needs.ts'
import { brokerResource, minutesAgo } from './meshery-objects.ts'

const subject = 'Service meshery/meshery-nats'

testCheck(pendingBrokerEndpoint, [
  { name: 'it has an address', sections: brokerCluster(loadBalancer()), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'none for days',
    sections: brokerCluster(loadBalancer({ ingress: [] })),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: { advertised: '', since: '2026-11-17T14:40:00.000Z' },
        text: 'no address since it was made a load balancer on 2026-11-17T14:40:00.000Z; the Broker resource advertises nothing',
      },
    ],
  },
  {
    name: 'none so far, made three minutes ago',
    sections: brokerCluster(loadBalancer({ ingress: [], createdAt: minutesAgo(3) })),
    expect: [{ verdict: 'unknown', subject, cause: 'too-young' }],
  },
  {
    name: 'none so far, a ClusterIP of days ago that became a load balancer three minutes ago',
    sections: brokerCluster(loadBalancer({ ingress: [], typeSetAt: minutesAgo(3) })),
    expect: [{ verdict: 'unknown', subject, cause: 'too-young' }],
  },
  {
    name: 'a legacy Broker that advertises localhost meanwhile',
    sections: {
      ...brokerCluster(loadBalancer({ name: 'meshery-broker', ingress: [] })),
      brokers: [brokerResource({ endpoint: { external: 'localhost:31222' } })],
    },
    expect: [
      {
        verdict: 'fail',
        evidence: { advertised: 'localhost:31222', since: '2026-11-17T14:40:00.000Z' },
        text: 'no address since it was made a load balancer on 2026-11-17T14:40:00.000Z; the Broker resource advertises localhost:31222',
      },
    ],
  },
  { name: 'ClusterIP', sections: brokerCluster(service()), expect: [{ verdict: 'not-applicable' }] },
  ...endpointNeeds.map(([name, planes, inside, severity]) => ({
    name: `${severity}: ${name}`,
    sections: inside
      ? withServerInside(brokerCluster(loadBalancer({ ingress: [], createdAt: minutesAgo(60) })))
      : brokerCluster(loadBalancer({ ingress: [], createdAt: minutesAgo(60) })),
    context: { planes },
    expect: [{ verdict: 'fail' as const, severity, text: expect.any(String) as string }],
  })),
])
