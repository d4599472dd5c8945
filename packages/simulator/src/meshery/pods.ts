import { listAt, numberAt, recordAt, textAt } from '../kubernetes/json-reader.ts'
import { uidOf, type KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { installedAt } from './release.ts'

export interface PodOptions {
  /** Waiting reason of every container of the unready pods, such as CrashLoopBackOff. */
  readonly waiting?: string
  readonly restarts?: number
  readonly node?: string
  /** When readiness last changed. */
  readonly since?: string
}

/** The pods of a Deployment or StatefulSet, as many ready as its status counts. */
export function podsOf(workload: KubernetesObject, options: PodOptions = {}): readonly KubernetesObject[] {
  const replicas = numberAt(workload, 'spec', 'replicas')
  const ready = numberAt(workload, 'status', 'readyReplicas')
  return Array.from({ length: replicas }, (_, index) => pod(workload, index, index < ready, options))
}

function pod(workload: KubernetesObject, index: number, ready: boolean, options: PodOptions): KubernetesObject {
  const spec = recordAt(workload, 'spec', 'template', 'spec')
  const since = options.since ?? installedAt
  const containers = listAt(spec, 'containers')
  const conditionTypes = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready']
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(workload, index),
      namespace: workload.metadata.namespace ?? 'default',
      creationTimestamp: installedAt,
      labels: podLabels(workload),
      ownerReferences: [ownerOf(workload)],
    },
    spec: { ...spec, nodeName: options.node ?? 'node-0' },
    status: {
      phase: 'Running',
      podIP: `10.244.0.${10 + index}`,
      hostIP: '10.0.0.10',
      startTime: installedAt,
      qosClass: qosClass(containers),
      conditions: conditionTypes.map((type) => ({
        type,
        status: ready || !type.endsWith('Ready') ? 'True' : 'False',
        lastTransitionTime: since,
      })),
      containerStatuses: containers.map((container) => containerStatus(container, ready, options)),
    },
  }
}

/** A StatefulSet counts its pods; a Deployment's bear the hash of their ReplicaSet and one of their own. */
function podName(workload: KubernetesObject, index: number): string {
  const { name } = workload.metadata
  if (workload.kind === 'StatefulSet') return `${name}-${index}`
  return `${name}-6c54448cc8-${uidOf(`${name}${index}`).slice(0, 5)}`
}

function podLabels(workload: KubernetesObject): Readonly<Record<string, string>> {
  const labels = Object.entries(recordAt(workload, 'spec', 'template', 'metadata', 'labels'))
  return Object.fromEntries(labels.map(([key, value]) => [key, String(value)]))
}

function ownerOf(workload: KubernetesObject) {
  const isSet = workload.kind === 'StatefulSet'
  const kind = isSet ? 'StatefulSet' : 'ReplicaSet'
  const name = isSet ? workload.metadata.name : `${workload.metadata.name}-6c54448cc8`
  return {
    apiVersion: 'apps/v1',
    kind,
    name,
    uid: uidOf(`${kind}/${name}`),
    controller: true,
    blockOwnerDeletion: true,
  }
}

function containerStatus(container: unknown, ready: boolean, { waiting, restarts = 0 }: PodOptions) {
  const running = { running: { startedAt: installedAt } }
  const finishedAt = new Date(Date.parse(installedAt) + 60 * 60_000).toISOString()
  const terminated = { exitCode: 1, reason: 'Error', startedAt: installedAt, finishedAt }
  const reason = waiting ?? 'ContainerCreating'
  return {
    name: textAt(container, 'name'),
    image: textAt(container, 'image'),
    imageID: '',
    ready,
    started: ready,
    restartCount: restarts,
    state: ready || (waiting === undefined && restarts > 0) ? running : { waiting: { reason } },
    lastState: restarts > 0 ? { terminated } : {},
  }
}

const counted = ['cpu', 'memory'] as const

/** A pod's class as the API server computes it and never changes it (k8s.io/kubernetes/pkg/apis/core/v1/helper/qos). */
function qosClass(containers: readonly unknown[]): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const quantities = containers.map((container) => {
    const limits = recordAt(container, 'resources', 'limits')
    // a limit without a request is a request too
    return { limits, requests: { ...limits, ...recordAt(container, 'resources', 'requests') } }
  })
  if (quantities.every(({ requests }) => counted.every((name) => requests[name] === undefined))) return 'BestEffort'
  const isFull = quantities.every(({ limits, requests }) =>
    counted.every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  )
  return isFull ? 'Guaranteed' : 'Burstable'
}
