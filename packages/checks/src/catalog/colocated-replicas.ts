import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { podsOf } from '../facts/readiness.ts'
import { fail, notApplicable, pass, unknownFrom } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'
import { actsOnObject } from '../remedies/kubernetes-step.ts'

const Together = z.strictObject({ replicas: z.number().int(), because: z.string() })

export const colocatedReplicas = defineCheck({
  id: 'colocated-replicas',
  title: 'Replicas of the Server may share a node',
  severity: 'medium',
  ruleVersion: 1,
  group: 'resiliency',
  answers: ['anti-affinity'],
  rule: 'A Server of several replicas spreads them by anti-affinity or topology spread constraints, and no two ready pods of it share a node. Not-applicable with a single replica.',
  why: 'Two replicas on one node die together: the second one buys nothing.',
  source: 'Meshery documentation, High Availability & Resiliency',
  evidence: Together,
  passEvidence: z.strictObject({ replicas: z.number().int() }),
  needs: ['workloads'],
  uses: ['pods'],
  evaluate({ workloads, pods }) {
    const outcomes = ofComponent(workloads, 'server').map((workload) => {
      const { replicas, spread } = workload
      const subject = workloadSubject(workload)
      if (replicas < 2) return notApplicable('a single replica')
      if (!spread?.antiAffinity && !spread?.topology) {
        return fail(subject, { replicas, because: 'neither anti-affinity nor topology spread constraints' })
      }
      if (pods.status === 'failed') return unknownFrom(pods, subject)
      const nodes = podsOf(workload, pods.value).flatMap(({ ready, node }) => (ready && node) || [])
      const shared = nodes.find((node, index) => nodes.indexOf(node) < index)
      return shared === undefined
        ? pass(subject, { replicas })
        : fail(subject, { replicas, because: `two ready pods share node ${shared}` })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { replicas, because }) => `${replicas} replicas: ${because}`,
  remedy: (subject) =>
    byPerson(
      'Give the Deployment topology spread constraints over kubernetes.io/hostname and topology.kubernetes.io/zone (values affinity of the chart, or a Helm post-renderer). Replicas of the Server do not share their database: sessions must stick.',
      actsOnObject(subject),
    ),
})
