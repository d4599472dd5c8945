import { contradictoryExposure } from '@fleet-auditor/checks/catalog/contradictory-exposure.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import {
  answered,
  brokerCluster,
  control,
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
const subject = 'Service meshery/meshery-nats'

testCheck(contradictoryExposure, [
  {
    name: 'an internal annotation beside a public address',
    sections: brokerCluster(loadBalancer({ annotations: internal })),
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        text: 'spec: not public (aws-load-balancer-internal: true); address: public (public: 52.31.7.9)',
      },
    ],
  },
  {
    name: 'a public spec beside a private address',
    sections: brokerCluster(loadBalancer({ ingress: [{ ip: '10.0.0.9' }] })),
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'spec: public (type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges); address: not public (private: 10.0.0.9)',
      },
    ],
  },
  {
    name: 'internal, and the Internet gets an answer',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }] })),
    context: { vantages: [vantage()], observations: [probe('broker', publicAddress, answered()), control()] },
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'spec: not public (aws-load-balancer-internal: true); address: not public (private: 10.0.0.9); probe: public (52.31.7.9:4222 from outside answered)',
      },
    ],
  },
  {
    name: 'public through and through',
    sections: brokerCluster(loadBalancer()),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'public, and its node ports lead to private nodes only',
    sections: brokerCluster(loadBalancer({ ports: withNodePorts(service().ports) })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'internal through and through',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }] })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'limited by ranges is no contradiction to a public address',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'only the spec speaks',
    sections: brokerCluster(loadBalancer({ annotations: internal, ingress: [] })),
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'the nodes could not be read: another signal than those of the load balancer',
    sections: {
      ...brokerCluster(
        loadBalancer({ annotations: internal, ingress: [{ ip: '10.0.0.9' }], ports: withNodePorts(service().ports) }),
      ),
      nodes: failed('forbidden', 'no nodes'),
    },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'public, and silent: a Broker that is down contradicts nothing',
    sections: brokerCluster(loadBalancer()),
    context: { vantages: [vantage()], observations: [probe('broker', publicAddress, silent), control()] },
    expect: [{ verdict: 'pass', subject }],
  },
  { name: 'ClusterIP', sections: brokerCluster(service()), expect: [{ verdict: 'not-applicable' }] },
])
