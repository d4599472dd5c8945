import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { gitStep } from './git-step.ts'
import { actsOnObject, inNamespace, objectWord, readStep } from './kubernetes-step.ts'
import { helm, kubectl, type RemedyContext } from './remedy-context.ts'
import { ask, type Word } from './shell-command.ts'

/**
 * Removes one Operator. Its Broker and MeshSync go first, while it runs: only a running operator clears their finalizers
 * (meshery issue 10924). `keepsResources`: another Operator of that namespace needs them.
 */
export function removeOperator(
  where: RemedyContext,
  operator: Subject,
  { keepsResources }: { readonly keepsResources: boolean },
): RemedyStep[] {
  return [...(keepsResources ? [] : [deleteResources(where, operator)]), ...removal(where, operator)]
}

function deleteResources(where: RemedyContext, operator: Subject): RemedyStep {
  const remove = (...more: readonly Word[]): string =>
    kubectl(where, 'delete', 'meshsyncs.meshery.io,brokers.meshery.io', '--all', ...inNamespace(operator), ...more)
  return {
    summary: 'Delete its MeshSync and Broker, and wait until they are gone.',
    actsOn: { kind: 'kubernetes-object', name: 'every MeshSync and Broker', namespace: operator.namespace },
    interrupts: 'Discovery by this Operator ends.',
    dryRun: [remove('--dry-run=server')],
    commands: [remove('--wait', '--timeout', '5m')],
  }
}

/** By the tool that installed it, where that is known. */
function removal(where: RemedyContext, operator: Subject): RemedyStep[] {
  const manager = where.managedBy
  switch (manager?.tool) {
    case 'argo-cd':
    case 'flux':
      return [gitStep(where, manager, `remove the Operator of namespace ${operator.namespace ?? ''}`)]
    case 'helm':
      return [uninstall(where, manager)]
    case 'none':
      return [deleteDeployment(where, operator)]
    case 'operator':
    case 'meshery-server':
    case undefined:
      return [
        readStep('See whether a release installed it.', helm(where, 'list', ...inNamespace(operator))),
        uninstall(where, {
          release: ask('OTHER_RELEASE', 'its release; where there is none, delete its Deployment'),
          namespace: operator.namespace,
        }),
      ]
  }
}

interface Release {
  readonly release: Word
  readonly namespace: string | undefined
}

function uninstall(where: RemedyContext, { release, namespace }: Release): RemedyStep {
  const remove = (...more: readonly Word[]): string =>
    helm(where, 'uninstall', release, ...inNamespace({ namespace }), ...more)
  return {
    summary: 'Uninstall its release.',
    actsOn: { kind: 'helm-release', name: typeof release === 'string' ? release : '(as found above)', namespace },
    interrupts: 'Whatever else the release holds goes too: helm get manifest shows it.',
    dryRun: [remove('--dry-run')],
    commands: [remove('--wait')],
  }
}

/** Its roles stay: without a pod that runs as its account they do nothing. */
function deleteDeployment(where: RemedyContext, operator: Subject): RemedyStep {
  const remove = (...more: readonly Word[]): string =>
    kubectl(where, 'delete', objectWord(operator), ...inNamespace(operator), '--ignore-not-found', ...more)
  return {
    summary: 'Delete its Deployment: it came from manifests.',
    actsOn: actsOnObject(operator),
    dryRun: [remove('--dry-run=server')],
    commands: [remove()],
  }
}
