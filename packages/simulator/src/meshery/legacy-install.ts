import { uidOf, type KubernetesObject, type ObjectMetadata } from '../kubernetes/kubernetes-object.ts'
import { brokerOwner } from './broker-install.ts'
import { leaderLease, operatorRelease } from './operator-install.ts'
import { podsOf, type PodOptions } from './pods.ts'
import { clusterRole, clusterRoleBinding, fullVerbs, serviceAccount } from './rbac.ts'
import { componentLabels, helmMetadata, installedAt, managementPlane, selectorLabels } from './release.ts'
import { service, type Exposure } from './service.ts'
import { whitelistText } from './watch-list.ts'
import { deployment, statefulSet } from './workload.ts'

/** Defaults are operator 0.8.11's (meshery.md §1.6). */
export interface LegacyOptions {
  readonly namespace?: string
  /** Up to operator 0.8.1: `meshery.layer5.io`. */
  readonly group?: 'meshery.io' | 'meshery.layer5.io'
  readonly exposure?: Exposure
  /** Broker pods; more than one are servers that do not know each other. */
  readonly size?: number
  /** False: the documented failure, a 1.x manager under a chart below v1.0.51. */
  readonly operatorReady?: boolean
  readonly operatorPods?: PodOptions
}

const clusterIP = '10.100.88.40'
const brokerLabels = componentLabels('broker')
const meshSyncLabels = componentLabels('meshsync')

/** Name, port and container port of the legacy Broker's Service; all six go out with the load balancer. */
const ports = [
  ['client', 4222],
  ['cluster', 6222],
  ['monitor', 8222],
  ['metrics', 7777],
  ['leafnodes', 7422],
  ['gateways', 7522],
] as const

/** Operator, Broker and MeshSync of the legacy generation, wildcard role and piled-up leases included. */
export function legacyObjects(options: LegacyOptions = {}): readonly KubernetesObject[] {
  const { namespace = 'meshery', group = 'meshery.io' } = options
  const operator = legacyOperator(namespace, options.operatorReady ?? true)
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'meshery-operator', namespace } },
    clusterRole({ name: 'meshery-controller-role' }, [{ apiGroups: ['*'], resources: ['*'], verbs: fullVerbs }]),
    clusterRoleBinding({ name: 'meshery-controller-rolebinding' }, 'meshery-controller-role', [
      serviceAccount(namespace, 'meshery-operator'),
    ]),
    operator,
    ...podsOf(operator, options.operatorPods),
    ...['1c5e0f2a', '8d41b7c9', 'e07f3a56'].map((start) =>
      leaderLease(`operator-${start}-0000-4000-8000-000000000000.meshery.io`, '2026-08-10T10:06:00.000000Z'),
    ),
    ...legacyBroker(options, namespace, group),
    ...legacyMeshSync(namespace, group),
  ]
}

function legacyOperator(namespace: string, ready: boolean): KubernetesObject {
  const release = operatorRelease(namespace, 'v0.8.214')
  return deployment({
    metadata: helmMetadata(release, 'meshery-operator'),
    selector: selectorLabels(release),
    ready: ready ? 1 : 0,
    pod: { serviceAccount: 'meshery-operator', serviceAccountName: 'meshery-operator', securityContext: {} },
    containers: [
      {
        name: 'manager',
        image: 'meshery/meshery-operator:stable-latest',
        imagePullPolicy: 'Always',
        command: ['/manager'],
        args: ['--metrics-addr=127.0.0.1:8080', '--enable-leader-election'],
      },
      {
        name: 'kube-rbac-proxy',
        image: 'gcr.io/kubebuilder/kube-rbac-proxy:v0.16.0',
        imagePullPolicy: 'Always',
        args: ['--secure-listen-address=0.0.0.0:8443', '--upstream=http://127.0.0.1:8080/', '--v=10'],
      },
    ],
  })
}

function legacyBroker(options: LegacyOptions, namespace: string, group: string): readonly KubernetesObject[] {
  const { exposure = { type: 'LoadBalancer', ingress: [] }, size = 1 } = options
  const owned = {
    name: 'meshery-broker',
    namespace,
    labels: brokerLabels,
    annotations: managementPlane,
    ownerReferences: [brokerOwner(`${group}/v1alpha1`)],
  }
  const workload = legacyBrokerSet(owned, size)
  const servicePorts = ports.map(([name, port]) => ({ name, port, targetPort: port }))
  const uid = uidOf('Broker/meshery-broker')
  return [
    {
      apiVersion: `${group}/v1alpha1`,
      kind: 'Broker',
      metadata: { name: owned.name, namespace, uid, creationTimestamp: installedAt, generation: 1 },
      spec: { size },
      status: { endpoint: { internal: `${clusterIP}:4222`, external: legacyExternal(exposure) } },
    },
    service({ metadata: owned, clusterIP, exposure, ports: servicePorts, selector: brokerLabels }),
    workload,
    ...podsOf(workload),
  ]
}

const legacyBrokerSet = (metadata: ObjectMetadata, replicas: number): KubernetesObject =>
  statefulSet({
    metadata,
    serviceName: 'meshery-nats',
    selector: brokerLabels,
    podAnnotations: managementPlane,
    replicas,
    pod: { serviceAccount: 'meshery-operator', serviceAccountName: 'meshery-operator', shareProcessNamespace: true },
    containers: [
      {
        name: 'nats',
        image: 'nats:2.8.2-alpine3.15',
        imagePullPolicy: 'IfNotPresent',
        command: ['nats-server', '--config', '/etc/nats-config/nats.conf'],
        ports: ports.map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' })),
      },
      {
        name: 'reloader',
        image: 'connecteverything/nats-server-config-reloader:0.6.0',
        imagePullPolicy: 'IfNotPresent',
        command: ['nats-server-config-reloader', '-pid', '/var/run/nats/nats.pid'],
      },
    ],
  })

/** A load balancer still pending is advertised as `localhost:<nodePort>` (meshery.md §4.2). */
function legacyExternal(exposure: Exposure): string {
  if (exposure.type === 'ClusterIP') return 'localhost:0'
  if (exposure.type === 'NodePort') return `localhost:${exposure.nodePort}`
  const [first] = exposure.ingress
  if (!first) return 'localhost:31422'
  return `${'ip' in first ? first.ip : first.hostname}:4222`
}

function legacyMeshSync(namespace: string, group: string): readonly KubernetesObject[] {
  const workload = deployment({
    metadata: { name: 'meshery-meshsync', namespace, labels: meshSyncLabels, annotations: managementPlane },
    selector: meshSyncLabels,
    podAnnotations: managementPlane,
    pod: { serviceAccount: 'meshery-operator', serviceAccountName: 'meshery-operator', shareProcessNamespace: true },
    containers: [
      {
        name: 'meshsync',
        image: 'meshery/meshsync:stable-latest',
        imagePullPolicy: 'Always',
        command: ['./meshery-meshsync'],
        env: [{ name: 'BROKER_URL', value: `${clusterIP}:4222` }],
        ports: [{ name: 'client', containerPort: 11_000, hostPort: 11_000, protocol: 'TCP' }],
        resources: { limits: { cpu: '4', memory: '4Gi' }, requests: { cpu: '500m', memory: '512Mi' } },
      },
    ],
  })
  return [
    {
      apiVersion: `${group}/v1alpha1`,
      kind: 'MeshSync',
      metadata: { name: 'meshery-meshsync', namespace, creationTimestamp: installedAt, generation: 1 },
      spec: {
        size: 1,
        broker: { native: { name: 'meshery-broker', namespace } },
        'watch-list': { data: { whitelist: whitelistText(['pods.v1.', 'deployments.v1.apps', 'nodes.v1.']) } },
      },
      status: { 'publishing-to': `${clusterIP}:4222` },
    },
    workload,
    ...podsOf(workload),
  ]
}
