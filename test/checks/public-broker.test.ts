import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { testCheck, type CheckCase } from './check-case.ts'
import {
  answered,
  brokerCluster,
  control,
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
import { broker } from './meshery-objects.ts'

const aws = 'service.beta.kubernetes.io/aws-load-balancer'
const gkeInternal = { 'networking.gke.io/load-balancer-type': 'Internal' }
const aksInternal = { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }
const eksInternal = { [`${aws}-internal`]: 'true' }
const inside = [{ ip: '10.0.4.7' }]
const subject = 'Service meshery/meshery-nats'
const from = (...observations: ReturnType<typeof probe>[]) => ({ vantages: [vantage()], observations })

const spec = (
  name: string,
  provider: Provider,
  edits: Partial<ServiceFacts>,
  verdict: 'pass' | 'fail' | 'unknown',
): CheckCase => ({
  name: `${provider}: ${name}`,
  sections: brokerCluster(loadBalancer(edits)),
  context: { provider },
  expect: [{ verdict, subject }],
})
const ranges = (...sourceRanges: string[]) => ({ sourceRanges })

testCheck(publicBroker, [
  spec('in-tree default', 'eks', {}, 'fail'),
  spec('internal "true", private address', 'eks', { annotations: eksInternal, ingress: inside }, 'pass'),
  spec('internal set to "false"', 'eks', { annotations: { [`${aws}-internal`]: 'false' } }, 'fail'),
  spec(
    'internal set to 0.0.0.0/0, the old word for yes',
    'eks',
    { annotations: { [`${aws}-internal`]: '0.0.0.0/0' }, ingress: inside },
    'pass',
  ),
  spec('GKE’s annotation means nothing here', 'eks', { annotations: gkeInternal }, 'fail'),
  spec('an internal annotation beside a public address', 'eks', { annotations: eksInternal }, 'fail'),
  spec(
    'LBC internet-facing',
    'eks',
    { loadBalancerClass: 'service.k8s.aws/nlb', annotations: { [`${aws}-scheme`]: 'internet-facing' } },
    'fail',
  ),
  spec(
    'LBC without a scheme, private address: an existing one keeps its own',
    'eks',
    { loadBalancerClass: 'service.k8s.aws/nlb', ingress: inside },
    'unknown',
  ),
  spec('Auto Mode without a scheme, public address', 'eks', { loadBalancerClass: 'eks.amazonaws.com/nlb' }, 'fail'),
  spec(
    'LBC internal, private address',
    'eks',
    { annotations: { [`${aws}-type`]: 'external', [`${aws}-scheme`]: 'internal' }, ingress: inside },
    'pass',
  ),
  spec(
    'a class nobody knows, an unresolved name',
    'eks',
    { loadBalancerClass: 'example.com/lb', ingress: [{ hostname }] },
    'unknown',
  ),
  spec('default', 'gke', {}, 'fail'),
  spec('Internal, private address', 'gke', { annotations: gkeInternal, ingress: inside }, 'pass'),
  spec(
    'the older annotation',
    'gke',
    { annotations: { 'cloud.google.com/load-balancer-type': 'Internal' }, ingress: inside },
    'pass',
  ),
  spec('AWS’s annotation means nothing here', 'gke', { annotations: eksInternal }, 'fail'),
  spec('default', 'aks', {}, 'fail'),
  spec('internal "true", private address', 'aks', { annotations: aksInternal, ingress: inside }, 'pass'),
  spec(
    'internal "True" is not "true"',
    'aks',
    { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'True' } },
    'fail',
  ),
  spec(
    'allowed ip ranges only: one leg',
    'aks',
    { annotations: { 'service.beta.kubernetes.io/azure-allowed-ip-ranges': '198.51.100.7/32' } },
    'unknown',
  ),
  spec(
    'the service tag Internet',
    'aks',
    { annotations: { 'service.beta.kubernetes.io/azure-allowed-service-tags': 'Internet' } },
    'fail',
  ),
  spec('ranges of one office: one leg', 'gke', ranges('198.51.100.0/24'), 'unknown'),
  spec('two halves of everything', 'gke', ranges('0.0.0.0/1', '128.0.0.0/1'), 'fail'),
  spec('::/0', 'gke', ranges('::/0'), 'fail'),
  spec(
    'ranges on IP targets may not bind',
    'eks',
    { ...ranges('198.51.100.0/24'), annotations: { [`${aws}-type`]: 'nlb-ip', [`${aws}-scheme`]: 'internet-facing' } },
    'unknown',
  ),
  spec('nothing is known of its controller, private address', 'kubeconfig', { ingress: inside }, 'unknown'),
  spec('nothing is known of its controller, public address', 'kubeconfig', {}, 'fail'),
  spec('an IPv6 address never proves', 'kubeconfig', { ingress: [{ ip: '2600:1f14::1' }] }, 'unknown'),
  {
    name: 'the spec says what is seen, as critical',
    sections: brokerCluster(loadBalancer()),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        evidence: {
          spec: 'bad: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges',
          address: `bad: public: ${publicAddress}`,
        },
      },
    ],
  },
  { name: 'ClusterIP', sections: brokerCluster(service()), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'a second, hand-made Service beside the operator’s',
    sections: brokerCluster(service(), loadBalancer({ name: 'nats-for-the-office' })),
    expect: [
      { verdict: 'pass', subject },
      { verdict: 'fail', subject: 'Service meshery/nats-for-the-office' },
    ],
  },
  {
    name: 'a Service that selects other pods, one without a selector, one of another namespace',
    sections: brokerCluster(
      service(),
      loadBalancer({ name: 'other', selector: { app: 'x' } }),
      loadBalancer({ name: 'none', selector: {} }),
      loadBalancer({ namespace: 'default' }),
    ),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a public externalIP on a ClusterIP',
    sections: brokerCluster(service({ externalIPs: [publicAddress] })),
    expect: [{ verdict: 'fail', subject }],
  },
  {
    name: 'a name that resolves to private addresses',
    sections: brokerCluster(loadBalancer({ annotations: eksInternal, ingress: [{ hostname }] })),
    context: from(
      probe('broker', hostname, { status: 'not-dialled', rule: 'private', detail: '' }, { addresses: ['10.0.0.5'] }),
    ),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'limited to an office, and silent to the Internet while the control target answers',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(probe('broker', publicAddress, silent), control()),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'the same silence while the control target is silent too',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(probe('broker', publicAddress, silent), control(silent)),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'limited to an office, and answered to the Internet',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(probe('broker', publicAddress, answered()), control()),
    expect: [{ verdict: 'fail', subject }],
  },
  {
    name: 'answered to a vantage that the ranges let in proves nothing',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: {
      vantages: [vantage({ egress: ['198.51.100.7/32'] })],
      observations: [probe('broker', publicAddress, answered()), control()],
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'answered to a vantage that declares no network proves nothing',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: {
      vantages: [vantage({ network: undefined })],
      observations: [probe('broker', publicAddress, answered()), control()],
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'NodePort on nodes without external addresses',
    sections: brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'NodePort on nodes with external addresses: the firewall was not read',
    sections: {
      ...brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
      nodes: nodesWith('34.1.2.3'),
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'NodePort that answers to the Internet',
    sections: {
      ...brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
      nodes: nodesWith('34.1.2.3'),
    },
    context: from(
      {
        ...probe('broker', '34.1.2.3', answered()),
        target: { ...probe('broker', '34.1.2.3', answered()).target, port: 31_222 },
      },
      control(),
    ),
    expect: [{ verdict: 'fail', subject }],
  },
  {
    name: 'NodePort, and the nodes could not be read',
    sections: {
      ...brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
      nodes: failed('forbidden', 'no nodes'),
    },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'an internal load balancer opens node ports too',
    sections: {
      ...brokerCluster(
        loadBalancer({ annotations: eksInternal, ingress: inside, ports: withNodePorts(service().ports) }),
      ),
      nodes: nodesWith('34.1.2.3'),
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'a port name that only the container knows',
    sections: {
      ...brokerCluster(loadBalancer({ ports: [{ port: 443, targetPort: 'clients' }] })),
      workloads: [
        {
          ...broker,
          containers: broker.containers.map((c) => ({ ...c, ports: [{ name: 'clients', containerPort: 4222 }] })),
        },
      ],
    },
    expect: [{ verdict: 'fail', subject }],
  },
  { name: 'no Broker', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
