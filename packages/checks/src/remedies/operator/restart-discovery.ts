import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { actsOnObject, inNamespace, objectWord, readStep } from '../kubernetes-step.ts'
import { kubectl, type RemedyContext } from '../remedy-context.ts'

interface Lost {
  readonly missing?: readonly string[]
  readonly publishingTo?: string
}

/** The operator derives the address, MeshSync dials it, and the Server connects last: what is wrong is restarted in that order. */
export function restartDiscovery(where: RemedyContext, subject: Subject, lost: Lost = {}): Remedy {
  const operator: Subject = { kind: 'Deployment', namespace: subject.namespace, name: 'meshery-operator' }
  const onlyServer = lost.missing?.every((name) => name === 'meshery-server') ?? false
  const restarts = [
    ...(lost.publishingTo === undefined ? [] : [restart(where, operator, 'Nothing else: Broker and MeshSync go on.')]),
    ...(onlyServer ? [] : [restart(where, subject, 'MeshSync publishes the whole cluster again.')]),
  ]
  return {
    summary:
      'Let MeshSync dial the Broker of today; then reconnect the Server, which dials it only when the connection is made.',
    steps: [
      readStep(
        'Read what it does.',
        kubectl(where, 'logs', objectWord(subject), ...inNamespace(subject), '--tail', '100'),
      ),
      ...restarts,
      {
        summary: 'In Meshery: Connections, the connection of this cluster: disconnect, then connect.',
        actsOn: { kind: 'meshery-settings', name: 'Connections' },
        commands: [],
      },
    ],
  }
}

const restart = (where: RemedyContext, subject: Subject, interrupts: string): RemedyStep => ({
  summary: `Restart ${subject.name}.`,
  actsOn: actsOnObject(subject),
  interrupts,
  commands: [
    kubectl(where, 'rollout', 'restart', objectWord(subject), ...inNamespace(subject)),
    kubectl(where, 'rollout', 'status', objectWord(subject), ...inNamespace(subject), '--timeout', '5m'),
  ],
})
