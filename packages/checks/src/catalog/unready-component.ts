import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { unreadiness, UnreadyReason } from '../facts/readiness.ts'
import { fail, pass, tooYoung } from '../outcome.ts'
import { inNamespace, objectWord, readStep } from '../remedies/kubernetes-step.ts'
import { kubectl } from '../remedies/remedy-context.ts'

const Replicas = z.strictObject({ ready: z.number().int(), wanted: z.number().int() })

export const unreadyComponent = defineCheck({
  id: 'unready-component',
  title: 'A Meshery component is not ready',
  severity: 'high',
  ruleVersion: 2,
  group: 'deployment',
  answers: ['memory-alerts', 'component-server', 'component-operator', 'component-meshsync', 'component-broker'],
  rule: 'Server, Operator, MeshSync or Broker is scaled to zero, crash-loops, or has had fewer ready replicas than it wants for at least 10 minutes (threshold unreadyMinutes); for less it is unknown. Judged from workload and pod status, never from the conditions of the custom resources.',
  why: 'The conditions of Broker and MeshSync stay Ready after failures, so nothing else reports it.',
  source: 'Meshery documentation, Monitoring & KPIs; meshery-operator conditions',
  evidence: Replicas.extend({
    why: UnreadyReason,
    waiting: z.array(z.string()),
    hint: z.string().optional(),
    causes: z.array(z.string()).optional(),
  }),
  // The words of the scheduler count nodes, and change with them.
  material: ['ready', 'wanted', 'why', 'waiting', 'hint'],
  passEvidence: Replicas,
  needs: ['workloads', 'pods'],
  uses: [],
  evaluate({ workloads, pods }, { takenAt, thresholds }) {
    const components = workloads.filter((workload) => workload.component !== 'adapter')
    return atLeastOne(
      components.map((workload) => {
        const subject = workloadSubject(workload)
        const replicas = { ready: workload.readyReplicas, wanted: workload.replicas }
        const unready = unreadiness(workload, pods, takenAt, thresholds.unreadyMinutes * 60_000)
        if (unready?.why === 'too-young') return tooYoung(subject, unready.judgedFrom)
        if (!unready) return pass(subject, replicas)
        return fail(subject, { ...replicas, ...unready, waiting: [...unready.waiting] })
      }),
      'no Meshery component is here',
    )
  },
  describe: (_, { why, ready, wanted, waiting, hint, causes = [] }) => {
    const parts = [`${why}, ${ready} of ${wanted} replicas ready`]
    if (waiting.length > 0) parts.push(waiting.join(', '))
    if (hint !== undefined) parts.push(hint)
    parts.push(...causes)
    return parts.join('; ')
  },
  remedy: (subject, _, where) => ({
    summary: 'Read the pods’ events and last logs, and fix the cause.',
    steps: [
      readStep(
        'Read status, events and logs.',
        kubectl(where, 'describe', objectWord(subject), ...inNamespace(subject)),
        kubectl(where, 'get', 'events', ...inNamespace(subject), '--sort-by', '.lastTimestamp'),
        kubectl(where, 'logs', objectWord(subject), ...inNamespace(subject), '--all-containers', '--tail', '100'),
      ),
    ],
  }),
})
