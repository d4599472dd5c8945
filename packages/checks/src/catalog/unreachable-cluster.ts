import { Cause } from '@fleet-auditor/model/cause.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { fail, notApplicable, pass, unknownFrom } from '../outcome.ts'
import { readStep } from '../remedies/kubernetes-step.ts'

export const unreachableCluster = defineCheck({
  id: 'unreachable-cluster',
  title: 'The auditor cannot reach or log in to the API server',
  severity: 'high',
  ruleVersion: 1,
  group: 'multi-cluster',
  answers: ['private-connectivity', 'memory-alerts'],
  rule: 'The API server did not answer, or did not accept the login. Not-applicable when the cloud reports the cluster as not running; info for a private endpoint that no path is configured to and that was never reached. Unknown where another cluster shows the same identity: which of the two answered is not certain. Every other verdict of the cluster is unknown, and its findings are stale, never resolved.',
  why: 'What cannot be read cannot be audited; a plane in the same place cannot manage it either.',
  source: 'Meshery documentation, Multi-Cluster & Multi-Cloud Operations',
  evidence: z.strictObject({ cause: Cause, detail: z.string(), reachedBefore: z.boolean() }),
  passEvidence: z.strictObject({ server: z.string() }),
  material: ['cause'],
  needs: [],
  uses: ['connection', 'cloud', 'kubeSystem'],
  evaluate({ connection, cloud, kubeSystem }, { cluster, reachedBefore }) {
    const subject = clusterSubject(cluster.id)
    if (connection.status === 'collected' && kubeSystem.status === 'failed' && kubeSystem.cause === 'contested') {
      return [unknownFrom(kubeSystem, subject)]
    }
    if (connection.status === 'collected') return [pass(subject, { server: connection.value.server })]
    if (cloud.status === 'collected' && !cloud.value.running) {
      return [notApplicable(`not running: the cloud says ${cloud.value.status}`)]
    }
    const { cause, detail } = connection
    if (cause === 'cancelled' || cause === 'tool-error') return [unknownFrom(connection, subject)]
    const neverReached = cause === 'private-endpoint' && !reachedBefore
    return [fail(subject, { cause, detail, reachedBefore }, neverReached ? 'info' : 'high')]
  },
  describe: (_, { cause, detail }) => `${cause}: ${detail}`,
  remedy: (_, evidence) => (evidence && remedies[evidence.cause]) ?? unreached,
})

const doctorStep = readStep('See what the auditor can reach, and why not.', 'fleet-auditor doctor')

const unreached: Remedy = {
  summary: 'Check the endpoint, its authorized ranges and the network path from where the auditor runs.',
  steps: [doctorStep],
}

const remedies: Partial<Record<Cause, Remedy>> = {
  unauthenticated: {
    summary:
      'Map the auditor’s identity in this cluster (EKS access entry, GKE or Azure RBAC role), or renew the context’s login.',
    steps: [readStep('See the role that it needs, and the binding.', 'fleet-auditor access kubernetes')],
  },
  'private-endpoint': {
    summary: 'Give the auditor a path to the private endpoint: connectTo or resolve of a vantage inside the network.',
    steps: [doctorStep],
  },
}
