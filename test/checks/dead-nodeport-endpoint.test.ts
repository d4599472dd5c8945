import { deadNodeportEndpoint } from '@fleet-auditor/checks/catalog/dead-nodeport-endpoint.ts'
import { expect } from 'vitest'
import { brokerCluster, loadBalancer, service, withNodePorts } from './broker-cluster.ts'
import { testCheck, type CheckCase, type SectionEdits } from './check-case.ts'
import { endpointNeeds, withServerInside } from './endpoint-needs.ts'
import { brokerResource } from './meshery-objects.ts'

const nodePort = service({ type: 'NodePort', ports: withNodePorts(service().ports) })
const advertising = (external: string | undefined, override?: string) => ({
  ...brokerCluster(nodePort),
  brokers: [
    brokerResource({
      endpoint: external === undefined ? {} : { external },
      service: { annotations: {}, sourceRanges: [], ...(override ? { externalEndpointOverride: override } : {}) },
    }),
  ],
})
const subject = 'Service meshery/meshery-nats'
const dead = (name: string, external: string | undefined): CheckCase => ({
  name,
  sections: advertising(external),
  expect: [
    {
      verdict: 'fail',
      subject,
      evidence: { advertised: external ?? '' },
      text: `advertises ${external ?? 'nothing'} to Servers outside`,
    },
  ],
})
const dialable = (name: string, sections: SectionEdits): CheckCase => ({
  name,
  sections,
  expect: [{ verdict: 'pass', subject }],
})

testCheck(deadNodeportEndpoint, [
  dead('the API server’s ClusterIP', '10.100.0.1:31222'),
  dead('localhost', 'localhost:31222'),
  dead('a name of the inside', 'meshery-nats.meshery.svc.cluster.local:31222'),
  dead('nothing', undefined),
  dead('an IPv6 address of the inside', '[fd00::1]:31222'),
  dead('an address of GKE’s own range for Services', '34.118.224.1:31222'),
  dead('a public address without a port', '52.31.7.9'),
  ...['localhost', 'localhost:4222', '10.100.0.1:31222', '34.118.239.255:4222', 'nodes.example.com'].map(
    (override): CheckCase => ({
      name: `a public address, overridden by ${override}`,
      sections: advertising('52.31.7.9:31222', override),
      expect: [{ verdict: 'fail', subject, text: `advertises ${override} to Servers outside` }],
    }),
  ),
  dialable('a public address beside GKE’s range', advertising('34.118.240.0:31222')),
  {
    name: 'the first address of a range for Services that looks public, as those of its own Services show',
    sections: {
      ...advertising('52.31.0.1:31222'),
      services: [{ ...nodePort, clusterIP: '52.31.200.9' }],
    },
    expect: [{ verdict: 'fail', subject, text: 'advertises 52.31.0.1:31222 to Servers outside' }],
  },
  dialable('a public address', advertising('52.31.7.9:31222')),
  dialable('a name', advertising('nodes.example.com:31222')),
  dialable('the ClusterIP with an override', advertising('10.100.0.1:31222', 'nodes.example.com:31222')),
  {
    name: 'a hand-made NodePort beside the operator’s Service: nothing advertises it',
    sections: brokerCluster(service(), { ...nodePort, name: 'nats-for-the-office' }),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'no Broker resource: nothing advertises it',
    sections: { ...brokerCluster(nodePort), brokers: [] },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a load balancer', sections: brokerCluster(loadBalancer()), expect: [{ verdict: 'not-applicable' }] },
  ...endpointNeeds.map(([name, planes, inside, severity]) => ({
    name: `${severity}: ${name}`,
    sections: inside ? withServerInside(advertising('10.100.0.1:31222')) : advertising('10.100.0.1:31222'),
    context: { planes },
    expect: [{ verdict: 'fail' as const, severity, text: expect.any(String) as string }],
  })),
])
