import { exposedBrokerMonitoring } from '@fleet-auditor/checks/catalog/exposed-broker-monitoring.ts'
import {
  answered,
  brokerCluster,
  hostname,
  loadBalancer,
  nodesWith,
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
        text: 'spec: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges; address: public: 52.31.7.9',
      },
    ],
  },
  {
    name: 'an internal load balancer, as the remedy of public-broker makes it',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }] })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a load balancer limited to the plane’s egress',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['203.0.113.7/32'] })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'limited to the plane’s egress, and answered to the Internet',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['203.0.113.7/32'] })),
    context: {
      vantages: [vantage({ egress: ['34.7.7.7/32'] })],
      observations: [probe('monitoring', publicAddress, answered({ httpStatus: 200 }))],
    },
    expect: [{ verdict: 'fail', severity: 'high', text: 'probe: 52.31.7.9:8222 from outside answered' }],
  },
  {
    name: 'a port name that no container declares, behind a public load balancer',
    sections: brokerCluster(loadBalancer({ ports: [{ port: 8222, targetPort: 'stats' }] })),
    expect: [{ verdict: 'unknown', subject, cause: 'malformed' }],
  },
  {
    name: 'limited to the plane’s egress, and the vantage on the Internet has no result',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['203.0.113.7/32'] })),
    context: { vantages: [vantage()], observations: [] },
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'an internal load balancer that answered a probe from inside',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }] })),
    context: { vantages: anywhere, observations: [probe('monitoring', '10.0.0.9', answered({ httpStatus: 200 }))] },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'an internal annotation beside a name that no vantage resolved',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ hostname }] })),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'silence does not close it',
    sections: brokerCluster(loadBalancer()),
    context: { vantages: [vantage()], observations: [probe('monitoring', publicAddress, silent)] },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'spec: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges; address: public: 52.31.7.9',
      },
    ],
  },
  {
    name: 'a NodePort on private nodes',
    sections: brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a NodePort on nodes with public addresses',
    sections: {
      ...brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
      nodes: nodesWith('34.1.2.3'),
    },
    expect: [{ verdict: 'unknown', subject }],
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
        asked: 'every-kind',
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
