import type { PodState, Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { podsOf } from '../facts/readiness.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { inNamespace, objectWord, readStep } from '../remedies/kubernetes-step.ts'
import { kubectl } from '../remedies/remedy-context.ts'

const dayMs = 24 * 60 * 60_000
/** Restarts a day: MeshSync that does not get its Broker restarts every five minutes (M§11), an upgrade once or twice. */
const perDay = 3
/** How long a container that ran out of memory counts as one that will again. */
const memoryDays = 7

const Restarts = z.strictObject({
  container: z.string(),
  restarts: z.number().int(),
  perDay: z.number(),
  lastTerminated: z.string(),
})

export const restartingComponent = defineCheck({
  id: 'restarting-component',
  title: 'A Meshery component restarts again and again',
  severity: 'medium',
  ruleVersion: 1,
  group: 'sizing',
  answers: ['memory-headroom', 'memory-alerts', 'component-server', 'component-meshsync', 'component-broker'],
  rule: `A container of Server, Operator, MeshSync or Broker whose run before this one ended within the last ${memoryDays} days out of memory (OOMKilled), or within the last 24 hours while it restarts ${perDay} times a day or more, counted from the creation of its pod. Restarts alone prove nothing: a pod of a year may have many. What crash-loops is reported by unready-component.`,
  why: 'Between two restarts everything looks ready. Each one empties the Server’s cache and the Broker’s queue, and MeshSync sends the whole cluster again.',
  source: 'Kubernetes documentation, container states; Meshery documentation, Monitoring & KPIs',
  evidence: Restarts,
  passEvidence: z.strictObject({ restarts: z.number().int() }),
  material: ['container', 'lastTerminated'],
  needs: ['workloads', 'pods'],
  uses: [],
  evaluate({ workloads, pods }, { takenAt }) {
    const outcomes = workloads
      .filter(({ component }) => component !== 'adapter')
      .map((workload) => judge(workload, podsOf(workload, pods), Date.parse(takenAt)))
    return atLeastOne(outcomes, 'no Meshery component is here')
  },
  describe: (_, { container, restarts, perDay: rate, lastTerminated }) =>
    lastTerminated === outOfMemory
      ? `${container} ran out of memory (OOMKilled), ${restarts} restarts`
      : `${container} restarts ${rate} times a day (${restarts} restarts, the last by ${lastTerminated})`,
  remedy: (subject, evidence, where) => ({
    summary:
      evidence?.lastTerminated === outOfMemory
        ? 'Raise its memory limit (see undersized-memory), or watch fewer types (see untuned-discovery-scope).'
        : 'Read why its run before this one ended, and fix the cause.',
    steps: [
      readStep(
        'Read events and the log of the run before.',
        kubectl(where, 'describe', objectWord(subject), ...inNamespace(subject)),
        kubectl(where, 'logs', objectWord(subject), ...inNamespace(subject), '--all-containers', '--previous'),
      ),
    ],
  }),
})

const outOfMemory = 'OOMKilled'

function judge(workload: Workload, pods: readonly PodState[], now: number) {
  const subject = workloadSubject(workload)
  if (pods.length === 0) return notApplicable(`no pod of ${workload.name} is there (see unready-component)`)
  const states = pods.flatMap((pod) => pod.containers.map((state) => ({ pod, state })))
  if (states.some(({ state }) => state.waiting === 'CrashLoopBackOff')) {
    return notApplicable(`${workload.name} crash-loops (see unready-component)`)
  }
  const found = states.find((each) => isRestarting(each, now))
  const restarts = states.reduce((sum, { state }) => sum + state.restarts, 0)
  if (!found) return pass(subject, { restarts })
  const { pod, state } = found
  return fail(subject, {
    container: state.name,
    restarts: state.restarts,
    perDay: rateOf(pod, state, now),
    lastTerminated: state.lastTerminated ?? 'an end without a reason',
  })
}

interface Running {
  readonly pod: PodState
  readonly state: PodState['containers'][number]
}

function isRestarting({ pod, state }: Running, now: number): boolean {
  if (!state.lastRun) return false
  const ago = now - Date.parse(state.lastRun.finishedAt)
  if (state.lastTerminated === outOfMemory) return ago <= memoryDays * dayMs
  return ago <= dayMs && rateOf(pod, state, now) >= perDay
}

/** Of a pod of less than a day, all of them. */
const rateOf = (pod: PodState, { restarts }: Running['state'], now: number): number =>
  Math.round((restarts / Math.max((now - Date.parse(pod.createdAt)) / dayMs, 1)) * 10) / 10
