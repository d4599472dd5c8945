import { exposedServerService } from '@fleet-auditor/checks/catalog/exposed-server-service.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { RouteFacts, ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { service } from './broker-cluster.ts'
import { nodesWith } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const selector = { 'app.kubernetes.io/name': 'meshery' }
const server = workload({ podLabels: selector })
const of = (edits: Partial<ServiceFacts>) => ({
  workloads: [server],
  services: [service({ name: 'meshery', selector, ports: [{ port: 9081, targetPort: 8080 }], ...edits })],
})
const route = (serviceName: string) => ({
  asked: 'every-kind' as const,
  routes: [
    {
      kind: 'Ingress',
      namespace: 'meshery',
      name: 'meshery',
      hosts: ['meshery.example.com'],
      tls: true,
      backends: [{ namespace: 'meshery', service: serviceName, port: 9081 }],
    },
  ],
})
const boundTo = (edits: Partial<RouteFacts>) => ({
  ...route('meshery'),
  routes: route('meshery').routes.map((each) => ({ ...each, kind: 'TargetGroupBinding', ...edits })),
})
const subject = 'Service meshery/meshery'
const internal = { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }

testCheck(exposedServerService, [
  { name: 'ClusterIP', sections: of({}), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'the chart’s default: a public load balancer',
    sections: of({ type: 'LoadBalancer', ingress: [{ ip: '52.31.7.9' }] }),
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
    name: 'an internal load balancer',
    sections: of({ type: 'LoadBalancer', annotations: internal, ingress: [{ ip: '10.0.0.4' }] }),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'an internal load balancer whose name no vantage resolves',
    sections: of({ type: 'LoadBalancer', annotations: internal, ingress: [{ hostname: 'a.elb.amazonaws.com' }] }),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'an internal annotation beside a public address',
    sections: of({ type: 'LoadBalancer', annotations: internal, ingress: [{ ip: '52.31.7.9' }] }),
    expect: [{ verdict: 'fail', subject, text: 'address: public: 52.31.7.9' }],
  },
  {
    name: 'a private address of a load balancer that no cloud made',
    sections: of({ type: 'LoadBalancer', ingress: [{ ip: '192.168.1.240' }] }),
    context: { provider: 'kubeconfig' },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a NodePort that an Ingress leads to',
    sections: { ...of({ type: 'NodePort' }), routes: route('meshery') },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a NodePort beside an Ingress to something else',
    sections: { ...of({ type: 'NodePort' }), routes: route('grafana') },
    expect: [
      {
        verdict: 'fail',
        subject,
        evidence: {
          signals: [{ name: 'spec', verdict: 'bad', because: 'a NodePort that no Ingress or other route leads to' }],
        },
        text: 'spec: a NodePort that no Ingress or other route leads to',
      },
    ],
  },
  {
    name: 'a NodePort that nothing leads to, on private nodes',
    sections: { ...of({ type: 'NodePort' }), routes: route('grafana') },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        text: 'spec: a NodePort that no Ingress or other route leads to',
      },
    ],
  },
  ...[nodesWith('34.1.2.3'), failed('forbidden', 'no nodes')].map((nodes) => ({
    name: `a NodePort that nothing leads to, ${'status' in nodes ? 'and the nodes could not be read' : 'on nodes with public addresses'}`,
    sections: { ...of({ type: 'NodePort' }), routes: route('grafana'), nodes },
    expect: [
      {
        verdict: 'fail' as const,
        severity: 'high' as const,
        text: 'spec: a NodePort that no Ingress or other route leads to',
      },
    ],
  })),
  {
    name: 'a NodePort, and the routes could not be read',
    sections: { ...of({ type: 'NodePort' }), routes: failed('forbidden', 'no ingresses') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'a NodePort for which no routes were asked is our own fault',
    sections: { ...of({ type: 'NodePort' }), routes: { asked: false } },
    expect: [{ verdict: 'unknown', subject, cause: 'tool-error' }],
  },
  {
    name: 'a NodePort that a TargetGroupBinding leads to (public case 32)',
    sections: { ...of({ type: 'NodePort' }), routes: boundTo({}) },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a NodePort whose binding the controller made for it',
    sections: { ...of({ type: 'NodePort' }), routes: boundTo({ madeFor: 'service' }) },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a NodePort that nothing leads to, by a collector that read Ingress and HTTPRoute alone',
    sections: { ...of({ type: 'NodePort' }), routes: { asked: true, routes: [] } },
    expect: [{ verdict: 'unknown', subject, cause: 'outdated' }],
  },
  ...(
    [
      ['on nodes with public addresses', ['34.1.2.3'], 'unknown'],
      ['on private nodes', [], 'pass'],
    ] as const
  ).flatMap(([name, addresses, verdict]) =>
    (
      [
        ['on a port of their nodes', { ports: [{ containerPort: 8080, hostPort: 9081 }] }, {}],
        ['in the network of their nodes', { ports: [{ containerPort: 8080 }] }, { hostNetwork: true }],
      ] as const
    ).map(([where, { ports }, edits]) => ({
      name: `a ClusterIP whose pods listen ${where}, ${name}`,
      sections: {
        ...of({}),
        workloads: [workload({ podLabels: selector, containers: [container({ ports: [...ports] })], ...edits })],
        nodes: nodesWith(...addresses),
      },
      expect: [{ verdict, subject }],
    })),
  ),
  { name: 'no Server', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
