import { staleBrokerEndpoint } from '@fleet-auditor/checks/catalog/stale-broker-endpoint.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { service } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, operatorMode } from './meshery-objects.ts'

const advertising = (external: string, edits: Partial<ServiceFacts>, override?: string) => ({
  workloads: operatorMode,
  services: [
    service({
      name: 'meshery-nats',
      type: 'LoadBalancer',
      selector: broker.podLabels,
      ports: [{ name: 'nats', port: 4222, targetPort: 4222, nodePort: 31422 }],
      ...edits,
    }),
  ],
  brokers: [
    brokerResource({
      endpoint: { external },
      service: { annotations: {}, sourceRanges: [], externalEndpointOverride: override },
    }),
  ],
})
const address = { ingress: [{ ip: '34.1.2.3', hostname: 'lb.example' }] }

testCheck(staleBrokerEndpoint, [
  { name: 'the address of today', sections: advertising('34.1.2.3:4222', address), expect: [{ verdict: 'pass' }] },
  {
    name: 'its host name, which a legacy operator may take',
    sections: advertising('lb.example:4222', address),
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'the address of a load balancer that was replaced',
    sections: advertising('34.9.9.9:4222', address),
    expect: [
      {
        verdict: 'fail',
        subject: 'Broker meshery/meshery-broker, status.endpoint.external',
        severity: 'high',
        evidence: { advertised: '34.9.9.9:4222', expected: '34.1.2.3:4222' },
        text: 'advertises 34.9.9.9:4222, where its Service has 34.1.2.3:4222',
      },
    ],
  },
  {
    name: 'an address of a Service that is a ClusterIP now',
    sections: advertising('34.9.9.9:4222', { type: 'ClusterIP' }),
    expect: [{ verdict: 'fail', text: 'advertises 34.9.9.9:4222, where its Service has nothing' }],
  },
  {
    name: 'an override that is not advertised yet',
    sections: advertising('34.1.2.3:4222', address, 'nats.example:4222'),
    expect: [{ verdict: 'fail', text: 'advertises 34.1.2.3:4222, where its Service has nats.example:4222' }],
  },
  {
    name: 'a load balancer without an address, which pending-broker-endpoint reports',
    sections: advertising('34.1.2.3:4222', { ingress: [] }),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'nothing advertised', sections: advertising('', address), expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
