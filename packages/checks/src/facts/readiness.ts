import type { ContainerState, PodState, Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'

type State = z.infer<typeof ContainerState>

/** Waiting reasons that do not pass by themselves. */
const stuck = [
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]

export const UnreadyReason = z.enum(['scaled-to-zero', 'crash-looping', 'not-ready'])

interface Unreadiness {
  readonly why: z.infer<typeof UnreadyReason>
  /** Reasons of waiting containers: `manager: ImagePullBackOff`. */
  readonly waiting: readonly string[]
  readonly hint?: string
  /** In the words of scheduler and kubelet: why no node takes a pod, why an image is not pulled. */
  readonly causes?: string[]
}

/** Not ready, for less time than a node upgrade takes; `judgedFrom`: when that is over, ISO 8601. */
interface TooYoung {
  readonly why: 'too-young'
  readonly judgedFrom: string
}

/**
 * Why a workload does not serve, or undefined when it does. Judged from the workload's and its pods' own status: the
 * conditions of Meshery's custom resources stay Ready through failures. Not ready counts after `graceMs` only, so that
 * a node upgrade is no finding; a crash loop counts however often it flaps to ready.
 */
export function unreadiness(
  workload: Workload,
  pods: readonly PodState[],
  takenAt: string,
  graceMs: number,
): Unreadiness | TooYoung | undefined {
  if (workload.replicas === 0) return { why: 'scaled-to-zero', waiting: [] }
  const own = podsOf(workload, pods).filter((pod) => !isOver(pod))
  const waiting = own.flatMap((pod) => pod.containers.filter(isStuck).map((c) => `${c.name}: ${c.waiting ?? ''}`))
  const reasons = [...new Set(waiting)].toSorted()
  const hint = hintFor(workload, own)
  const causes = [...new Set(own.flatMap(causesOf))].toSorted().slice(0, 3)
  const found = { waiting: reasons, hint: hint || undefined, causes: causes.length > 0 ? causes : undefined }
  if (own.some((pod) => pod.containers.some((c) => c.waiting === 'CrashLoopBackOff' && c.restarts > 0))) {
    return { why: 'crash-looping', ...found }
  }
  if (workload.readyReplicas >= workload.replicas && workload.generationCurrent) return undefined
  const judgedFrom = unreadySince(workload, own) + graceMs
  if (judgedFrom > Date.parse(takenAt)) return { why: 'too-young', judgedFrom: new Date(judgedFrom).toISOString() }
  return { why: 'not-ready', ...found }
}

const causesOf = ({ unscheduled, containers }: PodState): string[] => [
  ...(unscheduled === undefined ? [] : [`not scheduled: ${unscheduled}`]),
  ...containers
    .filter(isStuck)
    .flatMap(({ name, waitingMessage }) => (waitingMessage === undefined ? [] : [`${name}: ${waitingMessage}`])),
]

/** An evicted pod, or one of a node that was taken away, stays listed for days and proves nothing of today. */
const isOver = ({ phase }: PodState): boolean => phase === 'Failed' || phase === 'Succeeded'

const isStuck = (container: State): boolean => container.waiting !== undefined && stuck.includes(container.waiting)

/** The earliest moment from which it is known not to be ready, in epoch milliseconds. */
function unreadySince(workload: Workload, pods: readonly PodState[]): number {
  const available = workload.conditions.find((c) => c.type === 'Available' && c.status === 'False')?.since
  const fromPods = pods.filter((pod) => !pod.ready).map((pod) => pod.readySince ?? pod.createdAt)
  const moments = [...(available ? [available] : []), ...fromPods].map((moment) => Date.parse(moment))
  return moments.length > 0 ? moments.reduce((first, one) => Math.min(first, one)) : Date.parse(workload.createdAt)
}

/** Known failures of Meshery's own components (meshery.md §11). */
function hintFor(workload: Workload, pods: readonly PodState[]): string | undefined {
  const waits = (name: string, ...reasons: string[]): boolean =>
    pods.some((pod) =>
      pod.containers.some((c) => c.name === name && c.waiting !== undefined && reasons.includes(c.waiting)),
    )
  if (workload.component === 'operator' && waits('kube-rbac-proxy', 'ImagePullBackOff', 'ErrImagePull')) {
    return 'the image of kube-rbac-proxy is no longer served: the chart is older than v1.0.51'
  }
  const oldChart = workload.containers.some((container) => container.name === 'kube-rbac-proxy')
  if (workload.component === 'operator' && oldChart && waits('manager', 'CrashLoopBackOff')) {
    return 'a 1.x manager under a chart older than v1.0.51: it dies for want of its webhook certificate'
  }
  if (workload.component === 'broker' && workload.generation === 'modern' && waits('nats', 'CrashLoopBackOff')) {
    return 'operators 1.0.0 to 1.0.2 make tokens that NATS reads as numbers: delete Secret meshery-nats-auth after upgrading to 1.0.3'
  }
  return undefined
}

/** The pods of a workload, whatever their phase. */
export const podsOf = (workload: Workload, pods: readonly PodState[]): readonly PodState[] =>
  pods.filter((pod) => pod.namespace === workload.namespace && pod.owner === workload.name)
