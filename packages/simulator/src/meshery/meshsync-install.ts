import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { uidOf } from '../kubernetes/object-store.ts'
import { condition, settledConditions } from './conditions.ts'
import { installedAt } from './install-time.ts'
import { componentLabels, helmAnnotations, managementPlane } from './labels.ts'
import { operatorRelease } from './operator-install.ts'
import { podsOf, type PodOptions } from './pods.ts'
import { defaultWhitelist, whitelistText } from './watch-list.ts'
import { deployment } from './workload.ts'

/** Defaults are what operator 1.0.5 builds from the chart's MeshSync (meshery.md §1.4). */
export interface MeshSyncOptions {
  readonly namespace?: string
  readonly image?: string
  readonly size?: number
  readonly ready?: number
  readonly resources?: Readonly<Record<string, unknown>>
  readonly watchList?: { readonly whitelist?: string; readonly blacklist?: string }
  readonly brokerIP?: string
  readonly pods?: PodOptions
}

const labels = componentLabels('meshsync')

/** The MeshSync resource and its Deployment, modern generation. */
export function meshSyncObjects(options: MeshSyncOptions = {}): readonly KubernetesObject[] {
  const { namespace = 'meshery', brokerIP = '10.100.77.30' } = options
  const workload = meshSyncDeployment(options, namespace, brokerIP)
  return [meshSyncResource(options, namespace, brokerIP), workload, ...podsOf(workload, options.pods)]
}

function meshSyncResource(options: MeshSyncOptions, namespace: string, brokerIP: string): KubernetesObject {
  return {
    apiVersion: 'meshery.io/v1alpha2',
    kind: 'MeshSync',
    metadata: {
      name: 'meshery-meshsync',
      namespace,
      uid: uidOf('MeshSync/meshery-meshsync'),
      creationTimestamp: installedAt,
      generation: 1,
      finalizers: ['meshsync.meshery.io/finalizer'],
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: helmAnnotations(operatorRelease(namespace)),
    },
    spec: {
      size: options.size ?? 1,
      broker: { native: { name: 'meshery-broker', namespace } },
      'watch-list': { data: options.watchList ?? { whitelist: whitelistText(defaultWhitelist) } },
    },
    status: {
      'publishing-to': `nats://${brokerIP}:4222`,
      // Left behind by the start-up: its False means that something failed once, not now (meshery.md §3.3).
      conditions: [
        condition('Failed', 'False', 'HealthCheckFailed', 'Meshsync health check failed'),
        ...settledConditions('meshsync reconciled successfully'),
      ],
    },
  }
}

function meshSyncDeployment(options: MeshSyncOptions, namespace: string, brokerIP: string): KubernetesObject {
  const owner = { apiVersion: 'meshery.io/v1alpha1', kind: 'MeshSync', name: 'meshery-meshsync' }
  const ownerReferences = [
    { ...owner, uid: uidOf('MeshSync/meshery-meshsync'), controller: true, blockOwnerDeletion: true },
  ]
  return deployment({
    metadata: { name: 'meshery-meshsync', namespace, labels, annotations: managementPlane, ownerReferences },
    selector: labels,
    podAnnotations: managementPlane,
    replicas: options.size ?? 1,
    ready: options.ready,
    pod: {
      serviceAccount: 'meshery-operator',
      serviceAccountName: 'meshery-operator',
      shareProcessNamespace: true,
      securityContext: {},
      terminationGracePeriodSeconds: 60,
    },
    containers: [
      {
        name: 'meshsync',
        image: options.image ?? 'meshery/meshsync:1.0.3',
        imagePullPolicy: 'IfNotPresent',
        command: ['./meshery-meshsync'],
        env: [
          { name: 'NATS_TOKEN', valueFrom: { secretKeyRef: { name: 'meshery-nats-auth', key: 'token' } } },
          { name: 'BROKER_URL', value: `nats://$(NATS_TOKEN)@${brokerIP}:4222` },
        ],
        ports: [{ name: 'client', containerPort: 11_000, protocol: 'TCP' }],
        livenessProbe: { httpGet: { path: '/healthz', port: 'client' }, initialDelaySeconds: 10, periodSeconds: 30 },
        readinessProbe: { httpGet: { path: '/readyz', port: 'client' }, initialDelaySeconds: 5, periodSeconds: 10 },
        resources: options.resources ?? {
          limits: { cpu: '4', memory: '4Gi' },
          requests: { cpu: '500m', memory: '512Mi' },
        },
      },
    ],
  })
}
