import type { KubernetesObject, ObjectMetadata } from '../kubernetes/kubernetes-object.ts'
import { installedAt, type Labels } from './release.ts'

/** One container of a pod template; fields beside these pass through. */
export interface ContainerSpec {
  readonly name: string
  readonly image: string
  readonly [field: string]: unknown
}

interface WorkloadOptions {
  readonly metadata: ObjectMetadata
  readonly selector: Labels
  readonly podLabels?: Labels
  readonly podAnnotations?: Labels
  readonly replicas?: number
  /** Pods ready; defaults to all of them. */
  readonly ready?: number
  readonly containers: readonly ContainerSpec[]
  /** Rest of the pod's spec: service account, security context, volumes. */
  readonly pod?: Readonly<Record<string, unknown>>
  /** Rest of the workload's spec. */
  readonly spec?: Readonly<Record<string, unknown>>
  /** When readiness last changed. */
  readonly since?: string
}

const podDefaults = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
}

export function deployment(options: WorkloadOptions): KubernetesObject {
  const { metadata, replicas = 1, ready = replicas, since = installedAt } = options
  const unavailable = replicas - ready
  const annotations = { 'deployment.kubernetes.io/revision': '1', ...metadata.annotations }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { generation: 1, creationTimestamp: installedAt, ...metadata, annotations },
    spec: {
      ...workloadSpec(options),
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    },
    status: {
      observedGeneration: 1,
      replicas: positive(replicas),
      updatedReplicas: positive(replicas),
      readyReplicas: positive(ready),
      availableReplicas: positive(ready),
      unavailableReplicas: positive(unavailable),
      conditions: conditions(metadata.name, unavailable === 0, since),
    },
  }
}

export function statefulSet(options: WorkloadOptions & { readonly serviceName: string }): KubernetesObject {
  const { metadata, replicas = 1, ready = replicas } = options
  const revision = `${metadata.name}-7d9f8b6c5`
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { generation: 1, creationTimestamp: installedAt, ...metadata },
    spec: {
      ...workloadSpec(options),
      serviceName: options.serviceName,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    },
    status: {
      observedGeneration: 1,
      replicas,
      readyReplicas: positive(ready),
      availableReplicas: ready,
      currentReplicas: replicas,
      updatedReplicas: replicas,
      collisionCount: 0,
      currentRevision: revision,
      updateRevision: revision,
    },
  }
}

function workloadSpec({ selector, podLabels, podAnnotations, replicas = 1, containers, pod, spec }: WorkloadOptions) {
  const labels = podLabels ?? selector
  return {
    replicas,
    revisionHistoryLimit: 10,
    selector: { matchLabels: selector },
    template: {
      metadata: { labels, annotations: podAnnotations },
      spec: { ...podDefaults, ...pod, containers: containers.map(withDefaults) },
    },
    ...spec,
  }
}

const withDefaults = (container: ContainerSpec): ContainerSpec => ({
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  ...container,
})

/** The API server leaves a count of zero out. */
const positive = (count: number): number | undefined => (count > 0 ? count : undefined)

/** The two conditions that the Deployment controller sets. */
function conditions(name: string, available: boolean, since: string) {
  const times = { lastUpdateTime: since, lastTransitionTime: since }
  const replicaSet = `ReplicaSet "${name}-6c54448cc8"`
  if (available) {
    return [
      {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        ...times,
        message: 'Deployment has minimum availability.',
      },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        ...times,
        message: `${replicaSet} has successfully progressed.`,
      },
    ]
  }
  return [
    {
      type: 'Available',
      status: 'False',
      reason: 'MinimumReplicasUnavailable',
      ...times,
      message: 'Deployment does not have minimum availability.',
    },
    {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      ...times,
      message: `${replicaSet} has timed out progressing.`,
    },
  ]
}
