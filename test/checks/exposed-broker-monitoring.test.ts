import { exposedBrokerMonitoring } from '@fleet-auditor/checks/catalog/exposed-broker-monitoring.ts'
import {
  answered,
  brokerCluster,
  loadBalancer,
  probe,
  publicAddress,
  service,
  silent,
  vantage,
  withNodePorts,
} from './broker-cluster.ts'
import { testCheck } from './check-case.ts'

const internal = { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }
const subject = 'Service meshery/meshery-nats, port 8222'
const clientOnly = service().ports.filter(({ port }) => port === 4222)
const anywhere = [vantage({ network: undefined })]

testCheck(exposedBrokerMonitoring, [
  { name: 'ClusterIP', sections: brokerCluster(service()), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'a public load balancer',
    sections: brokerCluster(loadBalancer()),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        text: 'port 8222 is on a Service open beyond the cluster: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges',
      },
    ],
  },
  {
    name: 'an internal load balancer',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }] })),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        text: 'port 8222 is on a Service open beyond the cluster: aws-load-balancer-internal: true',
      },
    ],
  },
  {
    name: 'an internal load balancer that answered a probe from somewhere',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }] })),
    context: { vantages: anywhere, observations: [probe('monitoring', '10.0.0.9', answered({ httpStatus: 200 }))] },
    expect: [{ verdict: 'fail', severity: 'high', text: '10.0.0.9:8222 from outside answered' }],
  },
  {
    name: 'silence does not close it',
    sections: brokerCluster(loadBalancer()),
    context: { vantages: [vantage()], observations: [probe('monitoring', publicAddress, silent)] },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'port 8222 is on a Service open beyond the cluster: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges',
      },
    ],
  },
  {
    name: 'a NodePort',
    sections: brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        text: 'port 8222 is on a Service open beyond the cluster: type NodePort: only the nodes’ own addresses',
      },
    ],
  },
  {
    name: 'a load balancer for 4222 alone',
    sections: brokerCluster(loadBalancer({ ports: clientOnly })),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a ClusterIP that an Ingress leads to',
    sections: {
      ...brokerCluster(service()),
      routes: {
        asked: true,
        routes: [
          {
            kind: 'Ingress',
            namespace: 'meshery',
            name: 'nats',
            hosts: ['nats.example.com'],
            tls: false,
            backends: [{ namespace: 'meshery', service: 'meshery-nats', port: 'monitor' }],
          },
        ],
      },
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  { name: 'no Broker', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
