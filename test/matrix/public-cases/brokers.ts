import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { legacyInstall, modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { changed, ofContainers, ofObject } from '../changed-objects.ts'
import { places, plainNodes } from '../places.ts'
import { inside, type PublicCase } from './public-case.ts'

/** A Broker that is not to be seen by its own Service. */
const closed = modernInstall({ server: { exposure: { type: 'ClusterIP' } } })

/** Rented machines whose only address is a public one, as kubeadm registers them: InternalIP. */
const rented = plainNodes('vps', undefined, {}, (index) => `34.90.1.${10 + index}`)

const tcpServices: readonly KubernetesObject[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'tcp-services', namespace: 'ingress-nginx' },
    data: { '4222': 'meshery/meshery-nats:4222' },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'ingress-nginx-controller',
      namespace: 'ingress-nginx',
      labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    },
    spec: {
      type: 'LoadBalancer',
      clusterIP: '10.100.9.9',
      selector: { 'app.kubernetes.io/name': 'ingress-nginx' },
      ports: [
        { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' },
        { name: 'nats', port: 4222, targetPort: 4222, protocol: 'TCP' },
      ],
    },
    status: { loadBalancer: { ingress: [{ ip: '20.4.5.6' }] } },
  },
]

const path = (at: string, number: number) => ({
  path: at,
  pathType: 'Prefix',
  backend: { service: { name: 'meshery-nats', port: { number } } },
})
const monitoringIngress: KubernetesObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'nats', namespace: 'meshery' },
  spec: { rules: [{ host: 'nats.example.org', http: { paths: [path('/', 8222), path('/client', 4222)] } }] },
}

const ownGroup = 'service.beta.kubernetes.io/aws-load-balancer-security-groups'

/** The NATS container on 4222 of its node: a field that the operator does not own survives its server-side apply. */
const hostPort = ofObject(
  'StatefulSet',
  'meshery-nats',
  ofContainers((container) =>
    container.name === 'nats'
      ? { ...container, ports: [{ name: 'nats', containerPort: 4222, hostPort: 4222, protocol: 'TCP' }] }
      : container,
  ),
)

export const brokerCases: readonly PublicCase[] = [
  {
    name: '02: a NodePort Broker on nodes whose InternalIP is public',
    source: 'kubernetes/kubernetes#93001',
    place: places.MetalLB,
    plane: inside,
    objects: [
      ...rented,
      ...modernInstall({
        server: { exposure: { type: 'ClusterIP' } },
        broker: { exposure: { type: 'NodePort', nodePort: 31_422 } },
      }),
    ],
    expect: {
      'public-broker': ['fail', 'unknown'],
      'exposed-broker-monitoring': ['fail', 'unknown'],
      'dead-nodeport-endpoint': ['fail', 'unknown'],
    },
  },
  {
    name: '06: ingress-nginx leads its port 4222 to the Broker by tcp-services',
    source: 'kubernetes/ingress-nginx#7551',
    place: places.AKS,
    plane: inside,
    objects: [...nodes('aks', 3), ...closed, ...tcpServices],
    expect: { 'public-broker': ['fail', 'unknown'] },
  },
  {
    name: '08: an Ingress leads to the monitoring port of the Broker, and to its client port',
    source: 'nats-io/nats-operator#220',
    place: places['GKE Standard'],
    plane: inside,
    objects: [...nodes('gke', 3), ...closed, monitoringIngress],
    expect: { 'exposed-broker-monitoring': ['fail', 'unknown'], 'public-broker': ['fail', 'unknown'] },
  },
  {
    name: '11: source ranges beside a security group of the engineer’s own, which ignores them',
    source: 'aws-load-balancer-controller, guide/service/annotations; cloud-provider-aws, buildELBSecurityGroupList',
    place: places.EKS,
    plane: inside,
    objects: [
      ...nodes('eks', 3),
      ...modernInstall({
        server: { exposure: { type: 'ClusterIP' } },
        broker: {
          exposure: {
            type: 'LoadBalancer',
            annotations: { [ownGroup]: 'sg-0a1b2c3d4e5f60718' },
            sourceRanges: ['198.51.100.0/24'],
            ingress: [{ hostname: 'meshery-nats-1.us-east-1.elb.amazonaws.com' }],
          },
        },
      }),
    ],
    expect: { 'public-broker': ['unknown'], 'exposed-broker-monitoring': ['fail', 'unknown'] },
  },
  {
    name: '17: a legacy Broker on minikube, where nothing gives a load balancer an address',
    source: 'kubernetes/minikube#17745; meshery/meshery#6621',
    place: places.kind,
    legacy: true,
    objects: [...plainNodes('minikube', undefined), ...legacyInstall({ server: false })],
    expect: { 'pending-broker-endpoint': ['fail'], 'public-broker': ['unknown', 'pass'] },
  },
  {
    name: '26: a ClusterIP Broker whose container binds port 4222 of its node',
    source: 'nats-io/nats-operator#123',
    place: places.EKS,
    plane: inside,
    objects: [...nodes('eks', 1, { externalIP: () => '34.90.1.7' }), ...changed(closed, hostPort)],
    expect: { 'public-broker': ['fail', 'unknown'] },
  },
  {
    name: '39: NATS by the tag alpine, which moves with every release',
    source: 'kubescape/kubescape#1162; kubescape/regolibrary#351 and #770',
    place: places.EKS,
    plane: inside,
    objects: [
      ...nodes('eks', 3),
      ...modernInstall({
        broker: { images: { nats: 'nats:alpine', reloader: 'natsio/nats-server-config-reloader:0.23.0' } },
      }),
    ],
    expect: { 'unpinned-image': ['fail'] },
    names: { 'unpinned-image': /nats:alpine/ },
  },
]
