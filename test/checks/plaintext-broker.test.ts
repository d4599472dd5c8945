import { plaintextBroker } from '@fleet-auditor/checks/catalog/plaintext-broker.ts'
import { brokerCluster, info, loadBalancer, probe, publicAddress, service, vantage } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { broker, workload } from './meshery-objects.ts'

const internal = { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }
const subject = 'Service meshery/meshery-nats'
const limited = loadBalancer({ sourceRanges: ['198.51.100.7/32'] })
const read = (tls: boolean) => ({
  vantages: [vantage()],
  observations: [probe('broker', publicAddress, info(true, tls))],
})
const configured = {
  verdict: 'fail',
  subject,
  severity: 'medium',
  text: 'StatefulSet meshery/meshery-nats is configured by Meshery’s operator, which has no TLS',
} as const
const { generation: _, ...foreign } = broker

testCheck(plaintextBroker, [
  { name: 'a public load balancer of the operator’s', sections: brokerCluster(loadBalancer()), expect: [configured] },
  { name: 'one that is limited to the plane’s egress', sections: brokerCluster(limited), expect: [configured] },
  {
    name: 'an INFO that requires TLS',
    sections: brokerCluster(loadBalancer()),
    context: read(true),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'an INFO that does not',
    sections: brokerCluster(loadBalancer()),
    context: read(false),
    expect: [{ verdict: 'fail', text: 'INFO asks for no TLS (52.31.7.9:4222 from outside answered)' }],
  },
  {
    name: 'an internal load balancer, as the remedy makes it',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }] })),
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a ClusterIP', sections: brokerCluster(service()), expect: [{ verdict: 'not-applicable' }] },
  {
    name: 'a Broker that no operator is known to configure, and no INFO of it',
    sections: { ...brokerCluster(loadBalancer()), workloads: [workload(foreign)] },
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
