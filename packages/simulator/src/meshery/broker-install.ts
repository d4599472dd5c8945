import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { uidOf } from '../kubernetes/object-store.ts'
import type { Exposure } from './exposure.ts'
import { installedAt } from './install-time.ts'
import { helmAnnotations, managementPlane } from './labels.ts'
import { operatorRelease } from './operator-install.ts'
import { podsOf, type PodOptions } from './pods.ts'
import { service } from './service.ts'
import { type ContainerSpec, statefulSet } from './workload.ts'

/** Defaults are what operator 1.0.5 builds from the chart's Broker (meshery.md §1.3). */
export interface BrokerOptions {
  readonly namespace?: string
  readonly size?: number
  readonly ready?: number
  readonly exposure?: Exposure
  readonly externalEndpointOverride?: string
  /** Images of NATS and of its config reloader. */
  readonly images?: { readonly nats: string; readonly reloader: string }
  readonly clusterIP?: string
  readonly pods?: PodOptions
  /** Replaces what the operator's rule gives (meshery.md §4.1). */
  readonly externalEndpoint?: string
}

const selector = {
  'app.kubernetes.io/component': 'nats',
  'app.kubernetes.io/instance': 'meshery-nats',
  'app.kubernetes.io/name': 'nats',
}
const labels = {
  ...selector,
  'app.kubernetes.io/managed-by': 'Helm',
  'app.kubernetes.io/version': '2.14.2',
  'helm.sh/chart': 'nats-2.14.2',
}
const ports = [
  { name: 'nats', appProtocol: 'tcp', port: 4222, targetPort: 'nats' },
  { name: 'monitor', appProtocol: 'http', port: 8222, targetPort: 'monitor' },
]
const defaultImages = { nats: 'nats:2.14.2-alpine', reloader: 'natsio/nats-server-config-reloader:0.23.0' }
const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
}

/** The Broker resource, its Services and its StatefulSet, modern generation. */
export function brokerObjects(options: BrokerOptions = {}): readonly KubernetesObject[] {
  const { namespace = 'meshery', exposure = { type: 'ClusterIP' }, clusterIP = '10.100.77.30' } = options
  const owned = { namespace, labels, ownerReferences: [brokerOwner('meshery.io/v1alpha1')] }
  const client = { ...owned, name: 'meshery-nats', annotations: managementPlane }
  const headless = { ...owned, name: 'meshery-nats-headless' }
  const workload = brokerSet(options, owned)
  return [
    brokerResource(options, namespace, exposure, clusterIP),
    service({ metadata: headless, clusterIP: 'None', exposure: { type: 'ClusterIP' }, ports, selector }),
    service({ metadata: client, clusterIP, exposure, ports, selector }),
    workload,
    ...podsOf(workload, options.pods),
  ]
}

export const brokerOwner = (apiVersion: string) => ({
  apiVersion,
  kind: 'Broker',
  name: 'meshery-broker',
  uid: uidOf('Broker/meshery-broker'),
  controller: true,
  blockOwnerDeletion: true,
})

function brokerResource(
  options: BrokerOptions,
  namespace: string,
  exposure: Exposure,
  clusterIP: string,
): KubernetesObject {
  const external = options.externalEndpoint ?? options.externalEndpointOverride ?? externalOf(exposure)
  return {
    apiVersion: 'meshery.io/v1alpha2',
    kind: 'Broker',
    metadata: {
      name: 'meshery-broker',
      namespace,
      uid: uidOf('Broker/meshery-broker'),
      creationTimestamp: installedAt,
      generation: 1,
      finalizers: ['broker.meshery.io/finalizer'],
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: helmAnnotations(operatorRelease(namespace)),
    },
    spec: { size: options.size ?? 1, service: serviceSpec(exposure, options.externalEndpointOverride) },
    status: {
      endpoint: { internal: `${clusterIP}:4222`, ...(external ? { external } : {}) },
      conditions: settledConditions('Broker reconciled successfully'),
    },
  }
}

/** `spec.service` as its owner would have to write it to get this exposure. */
function serviceSpec(exposure: Exposure, override: string | undefined) {
  const overridden = override === undefined ? {} : { externalEndpointOverride: override }
  if (exposure.type === 'ClusterIP') return overridden
  if (exposure.type === 'NodePort') return { type: exposure.type, ...overridden }
  return {
    type: exposure.type,
    ...(exposure.annotations ? { annotations: exposure.annotations } : {}),
    ...(exposure.loadBalancerClass ? { loadBalancerClass: exposure.loadBalancerClass } : {}),
    ...(exposure.sourceRanges ? { loadBalancerSourceRanges: exposure.sourceRanges } : {}),
    ...overridden,
  }
}

/** The operator's rule (meshery.md §4.1): an in-cluster operator advertises the API Service's address for NodePort. */
function externalOf(exposure: Exposure): string {
  if (exposure.type === 'ClusterIP') return ''
  if (exposure.type === 'NodePort') return `10.100.0.1:${exposure.nodePort}`
  const [first] = exposure.ingress
  if (!first) return ''
  return `${'ip' in first ? first.ip : first.hostname}:4222`
}

/** Processing stays True for ever; Ready says little (meshery.md §3.3). */
export const settledConditions = (message: string) => [
  condition('Processing', 'True', 'Reconciling', 'Reconciling'),
  condition('Ready', 'True', 'ReconciliationSuccessful', message),
]

export const condition = (type: string, status: string, reason: string, message: string) => ({
  type,
  status,
  reason,
  message,
  observedGeneration: 1,
  lastTransitionTime: installedAt,
})

function brokerSet(options: BrokerOptions, owned: { readonly namespace: string }): KubernetesObject {
  return statefulSet({
    metadata: { ...owned, name: 'meshery-nats' },
    serviceName: 'meshery-nats-headless',
    selector,
    podLabels: labels,
    replicas: options.size ?? 1,
    ...(options.ready === undefined ? {} : { ready: options.ready }),
    pod: {
      enableServiceLinks: false,
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: 60,
      securityContext: {
        fsGroup: 65_532,
        runAsGroup: 65_532,
        runAsNonRoot: true,
        runAsUser: 65_532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      volumes: [
        { name: 'config', configMap: { name: 'meshery-nats-config', defaultMode: 420 } },
        { name: 'pid', emptyDir: {} },
      ],
    },
    containers: brokerContainers(options.images ?? defaultImages),
  })
}

const brokerContainers = (images: typeof defaultImages): readonly ContainerSpec[] => [
  {
    name: 'nats',
    image: images.nats,
    imagePullPolicy: 'IfNotPresent',
    args: ['--config', '/etc/nats-config/nats.conf'],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'SERVER_NAME', value: '$(POD_NAME)' },
      { name: 'NATS_TOKEN', valueFrom: { secretKeyRef: { name: 'meshery-nats-auth', key: 'token' } } },
    ],
    ports: ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
    livenessProbe: { httpGet: { path: '/healthz?js-enabled-only=true', port: 'monitor' }, periodSeconds: 30 },
    readinessProbe: { httpGet: { path: '/healthz?js-server-only=true', port: 'monitor' }, periodSeconds: 10 },
    resources: { limits: { cpu: '1', memory: '256Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
    securityContext: hardened,
  },
  {
    name: 'reloader',
    image: images.reloader,
    imagePullPolicy: 'IfNotPresent',
    args: ['-pid', '/var/run/nats/nats.pid', '-config', '/etc/nats-config/nats.conf'],
    resources: { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: '10m', memory: '16Mi' } },
    securityContext: hardened,
  },
]
