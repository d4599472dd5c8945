import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { RouteFacts, ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
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
import { testCheck, type CheckCase } from './check-case.ts'
import { broker, brokerResource } from './meshery-objects.ts'

const aws = 'service.beta.kubernetes.io/aws-load-balancer'
const gkeInternal = { 'networking.gke.io/load-balancer-type': 'Internal' }
const aksInternal = { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }
const eksInternal = { [`${aws}-internal`]: 'true' }
const inside = [{ ip: '10.0.4.7' }]
const subject = 'Service meshery/meshery-nats'
const from = (...observations: ReturnType<typeof probe>[]) => ({ vantages: [vantage()], observations })

/** A load balancer of one cloud: not judged public, or the text of what proves it. */
const spec = (
  name: string,
  provider: Provider,
  edits: Partial<ServiceFacts>,
  expected: 'pass' | 'unknown' | { fail: string },
): CheckCase => ({
  name: `${provider}: ${name}`,
  sections: brokerCluster(loadBalancer(edits)),
  context: { provider },
  expect: [
    typeof expected === 'string' ? { verdict: expected, subject } : { verdict: 'fail', subject, text: expected.fail },
  ],
})
const address = `address: public: ${publicAddress}`
const inTree =
  'spec: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges'
const gkeDefault = 'spec: type LoadBalancer without the annotation that makes it internal on GKE'
const aksDefault = 'spec: type LoadBalancer without azure-load-balancer-internal: "true"'
const ranges = (...sourceRanges: string[]) => ({ sourceRanges })

const route = (name: string, port: number | string | undefined, edits: Partial<RouteFacts> = {}) => ({
  asked: 'every-kind' as const,
  routes: [
    {
      kind: 'TCPRoute',
      namespace: 'meshery',
      name: 'nats',
      hosts: [],
      tls: false,
      backends: [{ namespace: 'meshery', service: name, ...(port === undefined ? {} : { port }) }],
      ...edits,
    },
  ],
})
const overridden = (externalEndpointOverride: string) => ({
  ...brokerCluster(service()),
  brokers: [brokerResource({ service: { annotations: {}, sourceRanges: [], externalEndpointOverride } })],
})

const onNodePort = {
  ...broker,
  containers: broker.containers.map((c) => ({ ...c, ports: [{ containerPort: 4222, hostPort: 4222 }] })),
}

testCheck(publicBroker, [
  spec('in-tree default', 'eks', {}, { fail: `${inTree}; ${address}` }),
  spec('internal "true", private address', 'eks', { annotations: eksInternal, ingress: inside }, 'pass'),
  spec(
    'internal set to "false"',
    'eks',
    { annotations: { [`${aws}-internal`]: 'false' } },
    { fail: `${inTree}; ${address}` },
  ),
  spec(
    'internal set to 0.0.0.0/0, the old word for yes',
    'eks',
    { annotations: { [`${aws}-internal`]: '0.0.0.0/0' }, ingress: inside },
    'pass',
  ),
  spec('GKE’s annotation means nothing here', 'eks', { annotations: gkeInternal }, { fail: `${inTree}; ${address}` }),
  spec('an internal annotation beside a public address', 'eks', { annotations: eksInternal }, { fail: address }),
  spec(
    'LBC internet-facing',
    'eks',
    { loadBalancerClass: 'service.k8s.aws/nlb', annotations: { [`${aws}-scheme`]: 'internet-facing' } },
    { fail: `spec: aws-load-balancer-scheme: internet-facing; no source ranges; ${address}` },
  ),
  spec(
    'LBC without a scheme, private address: only an internal one has it',
    'eks',
    { loadBalancerClass: 'service.k8s.aws/nlb', ingress: inside },
    'pass',
  ),
  spec(
    'LBC without a scheme, no address yet: an existing one keeps its own',
    'eks',
    { loadBalancerClass: 'service.k8s.aws/nlb', ingress: [] },
    'unknown',
  ),
  spec(
    'Auto Mode without a scheme, public address',
    'eks',
    { loadBalancerClass: 'eks.amazonaws.com/nlb' },
    { fail: address },
  ),
  spec(
    'LBC internal, private address',
    'eks',
    { annotations: { [`${aws}-type`]: 'external', [`${aws}-scheme`]: 'internal' }, ingress: inside },
    'pass',
  ),
  spec(
    'an unknown class, an unresolved name',
    'eks',
    { loadBalancerClass: 'example.com/lb', ingress: [{ hostname }] },
    'unknown',
  ),
  spec('default', 'gke', {}, { fail: `${gkeDefault}; no source ranges; ${address}` }),
  spec('Internal, private address', 'gke', { annotations: gkeInternal, ingress: inside }, 'pass'),
  spec(
    'the older annotation',
    'gke',
    { annotations: { 'cloud.google.com/load-balancer-type': 'Internal' }, ingress: inside },
    'pass',
  ),
  spec(
    'AWS’s annotation means nothing here',
    'gke',
    { annotations: eksInternal },
    { fail: `${gkeDefault}; no source ranges; ${address}` },
  ),
  spec('default', 'aks', {}, { fail: `${aksDefault}; no source ranges; ${address}` }),
  spec('internal "true", private address', 'aks', { annotations: aksInternal, ingress: inside }, 'pass'),
  spec(
    'internal "True", public address: the address decides',
    'aks',
    { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'True' } },
    { fail: address },
  ),
  spec(
    'internal "True", private address: the address decides',
    'aks',
    { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'True' }, ingress: inside },
    'pass',
  ),
  spec(
    'allowed ip ranges only: one signal',
    'aks',
    { annotations: { 'service.beta.kubernetes.io/azure-allowed-ip-ranges': '198.51.100.7/32' } },
    'unknown',
  ),
  spec(
    'the service tag Internet',
    'aks',
    { annotations: { 'service.beta.kubernetes.io/azure-allowed-service-tags': 'Internet' } },
    { fail: `${aksDefault}; the service tag Internet; ${address}` },
  ),
  spec('ranges of one office: one signal', 'gke', ranges('198.51.100.0/24'), 'unknown'),
  spec('two halves of everything', 'gke', ranges('0.0.0.0/1', '128.0.0.0/1'), {
    fail: `${gkeDefault}; source ranges that admit the Internet, or a large part of it: 0.0.0.0/1, 128.0.0.0/1; ${address}`,
  }),
  spec('::/0', 'gke', ranges('::/0'), {
    fail: `${gkeDefault}; source ranges that admit the Internet, or a large part of it: ::/0; ${address}`,
  }),
  spec(
    'ranges on IP targets may not bind',
    'eks',
    { ...ranges('198.51.100.0/24'), annotations: { [`${aws}-type`]: 'nlb-ip', [`${aws}-scheme`]: 'internet-facing' } },
    'unknown',
  ),
  spec('half of everything', 'gke', ranges('0.0.0.0/1'), {
    fail: `${gkeDefault}; source ranges that admit the Internet, or a large part of it: 0.0.0.0/1; ${address}`,
  }),
  ...['AzureCloud', 'AzureCloud.westeurope'].map((tag) =>
    spec(
      `the service tag ${tag}, whose machines anybody rents`,
      'aks',
      { annotations: { 'service.beta.kubernetes.io/azure-allowed-service-tags': tag } },
      { fail: `${aksDefault}; the service tag ${tag}; ${address}` },
    ),
  ),
  spec('nothing is known of its controller, private address', 'kubeconfig', { ingress: inside }, 'pass'),
  spec(
    'nothing is known of its controller, one private address of two',
    'kubeconfig',
    { ingress: [...inside, { ip: publicAddress }] },
    { fail: 'address: public: 10.0.4.7, 52.31.7.9' },
  ),
  spec('nothing is known of its controller, public address', 'kubeconfig', {}, { fail: address }),
  ...(
    [
      ['of an internal load balancer of AWS, on machines of no managed service', hostname, 'pass'],
      ['of its own DNS, which may lead elsewhere from elsewhere', 'nats.example.com', 'unknown'],
    ] as const
  ).map(([name, host, verdict]): CheckCase => ({
    name: `a name ${name}, which every vantage resolves to private addresses`,
    sections: brokerCluster(loadBalancer({ ingress: [{ hostname: host }] })),
    context: {
      provider: 'kubeconfig',
      ...from(
        probe('broker', host, { status: 'not-dialled', rule: 'private', detail: '' }, { addresses: ['10.0.0.5'] }),
      ),
    },
    expect: [{ verdict, subject }],
  })),
  spec('an IPv6 address never proves', 'kubeconfig', { ingress: [{ ip: '2600:1f14::1' }] }, 'unknown'),
  {
    name: 'a public spec and a public address, as critical',
    sections: brokerCluster(loadBalancer()),
    expect: [
      {
        verdict: 'fail',
        severity: 'critical',
        evidence: {
          signals: [
            {
              name: 'spec',
              verdict: 'bad',
              because:
                'type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges',
            },
            { name: 'address', verdict: 'bad', because: 'public: 52.31.7.9' },
          ],
        },
        text: 'spec: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges; address: public: 52.31.7.9',
      },
    ],
  },
  { name: 'ClusterIP', sections: brokerCluster(service()), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'ClusterIP, by a collector that did not read what routes to it',
    sections: { ...brokerCluster(service()), routes: { asked: false } },
    expect: [{ verdict: 'unknown', subject, cause: 'outdated' }],
  },
  {
    name: 'a second, hand-made Service beside the operator’s',
    sections: brokerCluster(service(), loadBalancer({ name: 'nats-for-the-office' })),
    expect: [
      { verdict: 'pass', subject },
      {
        verdict: 'fail',
        subject: 'Service meshery/nats-for-the-office',
        text: 'spec: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges; address: public: 52.31.7.9',
      },
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
    expect: [{ verdict: 'fail', subject, text: 'spec: externalIPs 52.31.7.9' }],
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
  ...(['security-groups', 'extra-security-groups', 'security-group-prefix-lists'] as const).map((name) => ({
    name: `limited to an office beside ${name}, and silent: other rules decide too`,
    sections: brokerCluster(
      loadBalancer({
        sourceRanges: ['198.51.100.0/24'],
        annotations: { [`${aws}-scheme`]: 'internet-facing', [`${aws}-type`]: 'external', [`${aws}-${name}`]: 'sg-1' },
      }),
    ),
    context: from(probe('broker', publicAddress, silent), control()),
    expect: [{ verdict: 'unknown', subject }] as const,
  })),
  ...(
    [
      ['security-groups', []],
      ['security-groups', ['0.0.0.0/0']],
      ['security-group-prefix-lists', []],
    ] as const
  ).map(([name, given]) => ({
    name: `${name} ${given.length > 0 ? 'beside everything' : 'without a range'}: they alone decide`,
    sections: brokerCluster(loadBalancer({ ...ranges(...given), annotations: { [`${aws}-${name}`]: 'sg-1' } })),
    expect: [{ verdict: 'unknown', subject }] as const,
  })),
  ...(
    [
      ['extra-security-groups', [], 'no source ranges'],
      [
        'security-group-prefix-lists',
        ['0.0.0.0/0'],
        'source ranges that admit the Internet, or a large part of it: 0.0.0.0/0',
      ],
    ] as const
  ).map(([name, given, because]) => ({
    name: `${name} beside everything adds nothing`,
    sections: brokerCluster(
      loadBalancer({
        ...ranges(...given),
        loadBalancerClass: 'service.k8s.aws/nlb',
        annotations: { [`${aws}-scheme`]: 'internet-facing', [`${aws}-${name}`]: 'x' },
      }),
    ),
    expect: [
      {
        verdict: 'fail' as const,
        subject,
        text: `spec: aws-load-balancer-scheme: internet-facing; ${because}; ${address}`,
      },
    ],
  })),
  {
    name: 'another service tag, and silent: which addresses it stands for is not known',
    sections: brokerCluster(
      loadBalancer({ annotations: { 'service.beta.kubernetes.io/azure-allowed-service-tags': 'VirtualNetwork' } }),
    ),
    context: { ...from(probe('broker', publicAddress, silent), control()), provider: 'aks' },
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'the same silence while the control target is silent too',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(probe('broker', publicAddress, silent), control(silent)),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'limited to an office, and answered to a vantage whose addresses are not declared: it may be in that office',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(probe('broker', publicAddress, answered()), control()),
    expect: [{ verdict: 'unknown', subject, cause: 'undeclared' }],
  },
  {
    name: 'limited beside a prefix list, and answered to a vantage outside the ranges: it may be on the list',
    sections: brokerCluster(
      loadBalancer({
        sourceRanges: ['198.51.100.0/24'],
        annotations: { [`${aws}-type`]: 'external', [`${aws}-security-group-prefix-lists`]: 'pl-1' },
      }),
    ),
    context: {
      vantages: [vantage({ egress: ['34.7.7.7/32'] })],
      observations: [probe('broker', publicAddress, answered()), control()],
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'limited to an office, and answered to the Internet',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: {
      vantages: [vantage({ egress: ['34.7.7.7/32'] })],
      observations: [probe('broker', publicAddress, answered()), control()],
    },
    expect: [{ verdict: 'fail', subject, text: 'probe: 52.31.7.9:4222 from outside answered' }],
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
  ...(
    [
      ['without a providerID', undefined, 'unknown'],
      ['of k3s, which knows no translated address', 'k3s://node-1', 'unknown'],
      ['of kind', 'kind://docker/kind/kind-control-plane', 'unknown'],
      ['of a cloud whose controller fills in ExternalIPs', 'hcloud://12345', 'pass'],
    ] as const
  ).map(([name, providerID, verdict]) => ({
    name: `NodePort off the three clouds, on nodes ${name}`,
    sections: {
      ...brokerCluster(service({ type: 'NodePort', ports: withNodePorts(service().ports) })),
      nodes: { ...nodesWith(), providerID },
    },
    context: { provider: 'kubeconfig' as const },
    expect: [{ verdict, subject }],
  })),
  {
    name: 'MetalLB with private addresses, and node ports',
    sections: brokerCluster(loadBalancer({ ingress: inside, ports: withNodePorts(service().ports) })),
    context: { provider: 'kubeconfig' },
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
    expect: [{ verdict: 'fail', subject, text: 'node port: 34.1.2.3:31222 from outside answered' }],
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
    expect: [
      {
        verdict: 'fail',
        subject,
        text: 'spec: type LoadBalancer without an internal annotation: the in-tree controller makes it internet-facing; no source ranges; address: public: 52.31.7.9',
      },
    ],
  },
  spec(
    'LBC: the older annotation set to "false" is explicit',
    'eks',
    { annotations: { [`${aws}-type`]: 'external', [`${aws}-internal`]: 'false' }, ingress: [] },
    { fail: 'spec: aws-load-balancer-internal: false; no source ranges' },
  ),
  spec(
    'LBC: the older annotation set to what the controller cannot read',
    'eks',
    { annotations: { [`${aws}-type`]: 'external', [`${aws}-internal`]: '0.0.0.0/0' }, ingress: [] },
    'unknown',
  ),
  spec(
    'in-tree: the controller’s scheme annotation is not read',
    'eks',
    { annotations: { [`${aws}-scheme`]: 'internal' }, ingress: [] },
    { fail: inTree },
  ),
  spec(
    'the class of the older internal controller',
    'gke',
    { loadBalancerClass: 'networking.gke.io/l4-regional-internal-legacy', ingress: inside },
    'pass',
  ),
  spec(
    'ranges that cannot be read limit nothing',
    'gke',
    { annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': 'office' }, ingress: inside },
    'unknown',
  ),
  spec(
    'private externalIPs do not close it',
    'gke',
    { externalIPs: ['10.9.9.9'], ingress: [] },
    { fail: `${gkeDefault}; no source ranges` },
  ),
  spec(
    'one name of two was resolved',
    'gke',
    { annotations: gkeInternal, ingress: [...inside, { hostname }] },
    'unknown',
  ),
  {
    name: 'two vantages resolve the name differently',
    sections: brokerCluster(loadBalancer({ annotations: eksInternal, ingress: [{ hostname }] })),
    context: {
      vantages: [vantage({ network: undefined }), vantage({ name: 'second', network: undefined })],
      observations: [
        probe('broker', hostname, silent, { addresses: ['10.0.0.5'] }),
        probe('broker', hostname, silent, { vantage: 'second', addresses: [publicAddress] }),
      ],
    },
    expect: [{ verdict: 'fail', subject, text: 'address: public: 10.0.0.5, 52.31.7.9' }],
  },
  ...(['unresolved', 'unroutable', 'closed', 'reset'] as const).map((why) => ({
    name: `limited to an office, and ${why} is no silence that counts`,
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'], ingress: [{ hostname }] })),
    context: from(probe('broker', hostname, { status: 'silent', why, detail: '' }), control()),
    expect: [{ verdict: 'unknown', subject, cause: 'unreachable' }] as const,
  })),
  {
    name: 'a vantage on the Internet was to dial it and has no result',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(control()),
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'no function was free to dial from',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(
      probe('broker', publicAddress, { status: 'not-dialled', rule: 'throttled', detail: 'the quota is used up' }),
      control(),
    ),
    expect: [{ verdict: 'unknown', subject, cause: 'throttled' }],
  },
  {
    name: 'the run was cancelled before it dialled',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: from(probe('broker', publicAddress, { status: 'not-dialled', rule: 'cancelled', detail: '' }), control()),
    expect: [{ verdict: 'unknown', subject, cause: 'cancelled' }],
  },
  {
    name: 'answered to a vantage of which the ranges let some addresses in proves nothing',
    sections: brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
    context: {
      vantages: [vantage({ egress: ['203.0.113.9/32', '198.51.100.7/32'] })],
      observations: [probe('broker', publicAddress, answered()), control()],
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  ...(
    [
      ['that only private networks reach', route('meshery-nats', 4222, { reach: 'inside' }), 'pass'],
      ['by another port', route('meshery-nats', 9222), 'pass'],
      ['by the name of its port', route('meshery-nats', 'nats'), 'unknown'],
      ['by a number that is written as text', route('meshery-nats', '4222'), 'unknown'],
      ['by no port of its own', route('meshery-nats', undefined), 'unknown'],
      [
        'made for that Service when it was a load balancer',
        route('meshery-nats', 4222, { madeFor: 'service' }),
        'unknown',
      ],
      ['made for an Ingress that is gone', route('meshery-nats', 4222, { madeFor: 'ingress' }), 'unknown'],
      ['of OpenShift, by the port of the pods', route('meshery-nats', 'client', { kind: 'Route' }), 'unknown'],
      ['of another kind, by the port of the pods', route('meshery-nats', 'client'), 'pass'],
    ] as const
  ).map(([name, routes, verdict]) => ({
    name: `a ClusterIP that a route leads to, ${name}`,
    sections: {
      ...brokerCluster(service({ ports: [{ name: 'nats', port: 4222, targetPort: 'client' }] })),
      routes,
    },
    expect: [{ verdict, subject }],
  })),
  {
    name: 'an internal load balancer whose own binding the controller made',
    sections: {
      ...brokerCluster(loadBalancer({ annotations: eksInternal, ingress: inside })),
      routes: route('meshery-nats', 4222, { kind: 'TargetGroupBinding', madeFor: 'service' }),
    },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a load balancer limited to an office, and a route inside: no second signal',
    sections: {
      ...brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
      routes: route('meshery-nats', 4222, { reach: 'inside' }),
    },
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'an internal load balancer that Private Service Connect opens to every project',
    sections: {
      ...brokerCluster(loadBalancer({ annotations: gkeInternal, ingress: inside })),
      routes: route('meshery-nats', undefined, { kind: 'ServiceAttachment', reach: 'anyone' }),
    },
    context: { provider: 'gke' },
    expect: [
      { verdict: 'fail', subject, text: 'route: ServiceAttachment meshery/nats lets every customer of the cloud in' },
    ],
  },
  ...(
    [
      ['every subscription sees and is let in to', 'aks', ['true', '*', '*'], 'fail'],
      ['every subscription sees, and a person approves', 'aks', ['true', '*', 'sub-1'], 'unknown'],
      ['one subscription sees', 'aks', ['true', 'sub-1', '*'], 'pass'],
      ['was not made', 'aks', ['false', '*', '*'], 'pass'],
      ['another cloud does not know', 'gke', ['true', '*', '*'], 'pass'],
    ] as const
  ).map(([name, provider, [create, visibility, approval], verdict]): CheckCase => {
    const pls = 'service.beta.kubernetes.io/azure-pls'
    const link = { [`${pls}-create`]: create, [`${pls}-visibility`]: visibility, [`${pls}-auto-approval`]: approval }
    const own = provider === 'aks' ? aksInternal : gkeInternal
    const text = 'route: Private Link Service of meshery/meshery-nats lets every customer of the cloud in'
    return {
      name: `an internal load balancer with a Private Link Service that ${name}`,
      sections: brokerCluster(loadBalancer({ annotations: { ...own, ...link }, ingress: inside })),
      context: { provider },
      expect: [verdict === 'fail' ? { verdict, subject, text } : { verdict, subject }],
    }
  }),
  {
    name: 'a ClusterIP, by a collector that read Ingress and HTTPRoute alone',
    sections: { ...brokerCluster(service()), routes: { asked: true, routes: [] } },
    expect: [{ verdict: 'unknown', subject, cause: 'outdated' }],
  },
  {
    name: 'a ClusterIP that a route leads to',
    sections: { ...brokerCluster(service()), routes: route('meshery-nats', 4222) },
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'a ClusterIP beside a route to something else',
    sections: { ...brokerCluster(service()), routes: route('grafana', 4222) },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a ClusterIP, and the routes could not be read',
    sections: { ...brokerCluster(service()), routes: failed('forbidden', 'no ingresses') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'a ClusterIP that Servers reach by a public name',
    sections: overridden('nats.example.com:4222'),
    expect: [{ verdict: 'unknown', subject }],
  },
  {
    name: 'a ClusterIP whose override answers to the Internet',
    sections: overridden('nats.example.com:4222'),
    context: from(probe('broker', 'nats.example.com', answered()), control()),
    expect: [{ verdict: 'fail', subject, text: 'probe: nats.example.com:4222 from outside answered' }],
  },
  {
    name: 'a ClusterIP with a private override',
    sections: overridden('10.2.3.4:4222'),
    expect: [{ verdict: 'pass', subject }],
  },
  ...(
    [
      ['on nodes with public addresses', ['34.1.2.3'], 'unknown'],
      ['on private nodes', [], 'pass'],
    ] as const
  ).map(([name, addresses, verdict]) => ({
    name: `a ClusterIP whose pods listen on a port of their nodes, ${name}`,
    sections: {
      ...brokerCluster(service()),
      workloads: [
        {
          ...broker,
          containers: broker.containers.map((c) => ({ ...c, ports: [{ containerPort: 4222, hostPort: 4222 }] })),
        },
      ],
      nodes: nodesWith(...addresses),
    },
    expect: [{ verdict, subject }],
  })),
  {
    name: 'a load balancer limited to an office, whose pods listen on a port of private nodes: no second signal',
    sections: {
      ...brokerCluster(loadBalancer({ sourceRanges: ['198.51.100.0/24'] })),
      workloads: [onNodePort],
    },
    expect: [{ verdict: 'unknown', subject, cause: 'no-vantage' }],
  },
  {
    name: 'a Service for 8222 alone, whose pods listen on 4222 of public nodes',
    sections: {
      ...brokerCluster(service({ ports: service().ports.filter(({ port }) => port === 8222) })),
      workloads: [onNodePort],
      nodes: nodesWith('34.1.2.3'),
    },
    expect: [{ verdict: 'unknown', subject }],
  },
  ...(
    [
      ['a public load balancer', loadBalancer, 'unknown', 'malformed'],
      ['a ClusterIP, which exposes nothing, whatever it leads to', service, 'pass', undefined],
    ] as const
  ).map(([name, of, verdict, cause]) => ({
    name: `a port name that no container declares, behind ${name}`,
    sections: brokerCluster(of({ ports: [{ port: 4222, targetPort: 'clients' }] })),
    expect: [verdict === 'pass' ? { verdict, subject } : { verdict, subject, cause }],
  })),
  {
    name: 'a port name that no container declares beside 4222 of a public load balancer',
    sections: brokerCluster(loadBalancer({ ports: [...service().ports, { port: 443, targetPort: 'clients' }] })),
    expect: [{ verdict: 'fail', subject, text: `${inTree}; ${address}` }],
  },
  ...(
    [
      ['on nodes with public addresses', ['34.1.2.3'], 'unknown'],
      ['on private nodes', [], 'pass'],
    ] as const
  ).map(([name, addresses, verdict]) => ({
    name: `a ClusterIP whose pods are in the network of their nodes, ${name}`,
    sections: {
      ...brokerCluster(service()),
      workloads: [{ ...broker, hostNetwork: true }],
      nodes: nodesWith(...addresses),
    },
    expect: [{ verdict, subject }],
  })),
  {
    name: 'a ClusterIP whose pods are in the network of nodes that answer to the Internet',
    sections: {
      ...brokerCluster(service()),
      workloads: [{ ...broker, hostNetwork: true }],
      nodes: nodesWith('34.1.2.3'),
    },
    context: from(probe('broker', '34.1.2.3', answered()), control()),
    expect: [{ verdict: 'fail', subject, text: 'node port: 34.1.2.3:4222 from outside answered' }],
  },
  ...(
    [
      ['statefulset.kubernetes.io/pod-name', 'meshery-nats-0', true],
      ['statefulset.kubernetes.io/pod-name', 'other-nats-0', false],
      ['statefulset.kubernetes.io/pod-name', 'meshery-nats-0-x', false],
      ['apps.kubernetes.io/pod-index', '0', true],
    ] as const
  ).map(([label, value, leads]): CheckCase => ({
    name: `a load balancer of ${leads ? 'one of its pods' : 'another pod'}, by ${label} ${value}`,
    sections: brokerCluster(loadBalancer({ name: 'first', selector: { [label]: value } })),
    expect: [
      leads
        ? { verdict: 'fail', subject: 'Service meshery/first', text: `${inTree}; ${address}` }
        : { verdict: 'not-applicable' },
    ],
  })),
  { name: 'no Broker', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
