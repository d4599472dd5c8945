import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import type { PodState } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { given, listOf, metadata, optionalText } from './kubernetes-shapes.ts'
import type { FoundWorkload } from './workload-projection.ts'

const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.number().int().default(0),
  state: z.object({ waiting: z.object({ reason: optionalText, message: optionalText }).nullish() }).nullish(),
  lastState: z
    .object({
      terminated: z.object({ reason: optionalText, startedAt: optionalText, finishedAt: optionalText }).nullish(),
    })
    .nullish(),
})

const podObject = z.object({
  metadata,
  spec: z.object({ nodeName: optionalText }).nullish(),
  status: z
    .object({
      phase: optionalText,
      conditions: listOf(
        z.object({ type: z.string(), status: z.string(), lastTransitionTime: optionalText, message: optionalText }),
      ),
      containerStatuses: listOf(containerStatus),
      initContainerStatuses: listOf(containerStatus),
    })
    .nullish(),
})

/** A pod before it is known whose it is. */
interface FoundPod {
  readonly state: Omit<PodState, 'owner' | 'component'>
  readonly labels: Readonly<Record<string, string>>
}

/** The pods that some workload of their namespace selects. */
export const podsOf = (workloads: readonly FoundWorkload[], pods: readonly FoundPod[]): PodState[] =>
  pods.flatMap(({ state, labels }) => {
    const owner = workloads.find(
      ({ workload, selector }) => workload.namespace === state.namespace && selects(selector, labels),
    )?.workload
    return owner ? [{ ...state, owner: owner.name, component: owner.component }] : []
  })

/** One item of a Pod list. */
export function projectPod(item: unknown): FoundPod {
  const { metadata: meta, spec, status } = podObject.parse(item)
  const ready = status?.conditions.find(({ type }) => type === 'Ready')
  const scheduled = status?.conditions.find((each) => each.type === 'PodScheduled' && each.status === 'False')
  // A finished init container has nothing more to report; one that waits holds the pod up.
  const held = status?.initContainerStatuses.filter(({ state }) => state?.waiting?.reason) ?? []
  const state = given({
    namespace: meta.namespace,
    name: meta.name,
    phase: status?.phase ?? 'Unknown',
    ready: ready?.status === 'True',
    readySince: ready?.lastTransitionTime,
    createdAt: meta.creationTimestamp ?? '',
    node: spec?.nodeName,
    unscheduled: quoted(scheduled?.message),
    containers: [...held, ...(status?.containerStatuses ?? [])].map(projectStatus),
  })
  return { state, labels: meta.labels }
}

function projectStatus(status: z.infer<typeof containerStatus>): PodState['containers'][number] {
  const before = status.lastState?.terminated
  const { startedAt, finishedAt } = before ?? {}
  return given({
    name: status.name,
    ready: status.ready,
    restarts: status.restartCount,
    waiting: status.state?.waiting?.reason,
    waitingMessage: quoted(status.state?.waiting?.message),
    lastTerminated: before?.reason,
    lastRun: startedAt && finishedAt ? { startedAt, finishedAt } : undefined,
  })
}

/** Names registries and nodes, and may quote what a server answered. */
const quoted = (message: string | null | undefined): string | undefined =>
  message ? quotedText(message, { limit: 300 }) : undefined

/** An equality selector; an empty one selects nothing here, whatever it means to others. */
export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector)
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)
}
