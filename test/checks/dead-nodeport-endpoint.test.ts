import { deadNodeportEndpoint } from '@fleet-auditor/checks/catalog/dead-nodeport-endpoint.ts'
import { testCheck } from './check-case.ts'
import { brokerCluster, loadBalancer, service, withNodePorts } from './broker-cluster.ts'
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
const row = (name: string, sections: ReturnType<typeof advertising>, verdict: 'pass' | 'fail') => ({
  name,
  sections,
  expect: [{ verdict, subject }] as const,
})

testCheck(deadNodeportEndpoint, [
  row('the API server’s ClusterIP', advertising('10.100.0.1:31222'), 'fail'),
  row('localhost', advertising('localhost:31222'), 'fail'),
  row('a name of the inside', advertising('meshery-nats.meshery.svc.cluster.local:31222'), 'fail'),
  row('nothing', advertising(undefined), 'fail'),
  row('an IPv6 address of the inside', advertising('[fd00::1]:31222'), 'fail'),
  row('a public address', advertising('52.31.7.9:31222'), 'pass'),
  row('a name', advertising('nodes.example.com:31222'), 'pass'),
  row('the ClusterIP with an override', advertising('10.100.0.1:31222', 'nodes.example.com:31222'), 'pass'),
  {
    name: 'a hand-made NodePort beside the operator’s Service: nobody advertises it',
    sections: brokerCluster(service(), { ...nodePort, name: 'nats-for-the-office' }),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'no Broker resource: nobody advertises it',
    sections: { ...brokerCluster(nodePort), brokers: [] },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a load balancer', sections: brokerCluster(loadBalancer()), expect: [{ verdict: 'not-applicable' }] },
])
