import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { actsOnObject, inNamespace, readStep } from './kubernetes-step.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import type { Word } from './shell-command.ts'

/**
 * A new token for a modern Broker. Broker and MeshSync take it from the Secret when they start, so that one of them alone
 * with the new token is refused by the other.
 */
export function renewToken(where: RemedyContext, { namespace }: Subject): Remedy {
  const secret: Subject = { kind: 'Secret', namespace, name: 'meshery-nats-auth' }
  const at = inNamespace({ namespace })
  return {
    summary:
      'Let the operator make a new token, then restart Broker and MeshSync: both read it at start. Reconnect the plane afterwards.',
    steps: [
      readStep(
        'See whether the operator is new enough (1.0.3) and the Secret is there.',
        kubectl(
          where,
          'get',
          'secret/meshery-nats-auth',
          'deployment/meshery-operator',
          ...at,
          '--ignore-not-found',
          '--output',
          'wide',
        ),
      ),
      changing(where, {
        summary: 'Delete the Secret; the operator makes a new one within a minute.',
        actsOn: actsOnObject(secret),
        words: ['delete', 'secret', 'meshery-nats-auth', '--ignore-not-found', ...at],
      }),
      changing(where, {
        summary: 'Restart the Broker, then MeshSync.',
        actsOn: actsOnObject({ kind: 'StatefulSet', namespace, name: 'meshery-nats' }),
        interrupts: 'Discovery stops from the first restart to the second, and for the plane until it has reconnected.',
        words: ['rollout', 'restart', 'statefulset/meshery-nats', 'deployment/meshery-meshsync', ...at],
      }),
      {
        summary: 'In Meshery: reconnect the cluster, so that the Server reads the new token.',
        actsOn: { kind: 'meshery-settings', name: 'Connections' },
        commands: [],
      },
    ],
  }
}

interface Changing extends Pick<RemedyStep, 'summary' | 'actsOn' | 'interrupts'> {
  readonly words: readonly Word[]
}

const changing = (where: RemedyContext, { words, ...step }: Changing): RemedyStep => ({
  ...step,
  ...(words[0] === 'delete' && { dryRun: [kubectl(where, ...words, '--dry-run=server')] }),
  commands: [kubectl(where, ...words)],
})
