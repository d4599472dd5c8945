import type { KubernetesObject, ObjectMetadata } from '../kubernetes/kubernetes-object.ts'
import { statefulSet, type ContainerSpec } from './workload.ts'

export interface BrokerImages {
  readonly nats: string
  readonly reloader: string
}

interface BrokerSetOptions {
  readonly size?: number
  readonly ready?: number
  readonly images?: BrokerImages
}

export const brokerSelector = {
  'app.kubernetes.io/component': 'nats',
  'app.kubernetes.io/instance': 'meshery-nats',
  'app.kubernetes.io/name': 'nats',
}
export const brokerLabels = {
  ...brokerSelector,
  'app.kubernetes.io/managed-by': 'Helm',
  'app.kubernetes.io/version': '2.14.2',
  'helm.sh/chart': 'nats-2.14.2',
}
export const brokerPorts = [
  { name: 'nats', appProtocol: 'tcp', port: 4222, targetPort: 'nats' },
  { name: 'monitor', appProtocol: 'http', port: 8222, targetPort: 'monitor' },
]
const defaultImages: BrokerImages = {
  nats: 'nats:2.14.2-alpine',
  reloader: 'natsio/nats-server-config-reloader:0.23.0',
}
const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
}

/** The modern Broker's StatefulSet: NATS and its config reloader, as the vendored NATS chart renders them. */
export function brokerSet(options: BrokerSetOptions, metadata: ObjectMetadata): KubernetesObject {
  return statefulSet({
    metadata,
    serviceName: 'meshery-nats-headless',
    selector: brokerSelector,
    podLabels: brokerLabels,
    replicas: options.size ?? 1,
    ready: options.ready,
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

const brokerContainers = (images: BrokerImages): readonly ContainerSpec[] => [
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
    ports: brokerPorts.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
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
