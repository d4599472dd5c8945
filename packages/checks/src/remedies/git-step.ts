import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'

type GitManager = Extract<ManagedBy, { tool: 'argo-cd' | 'flux' }>

/** What is applied from Git is changed there: every other edit is taken back. `what`: the values or fields. */
export function gitStep(where: RemedyContext, manager: GitManager | undefined, what: string): RemedyStep {
  const name = manager ? nameOf(manager) : 'the repository that it is applied from'
  return {
    summary: `Change it in Git (${name}): ${what}. Commit, and let the tool apply it; revert the commit to undo it.`,
    actsOn: { kind: 'git', name },
    commands: manager?.tool === 'flux' ? [readSource(where, manager)] : [],
  }
}

const nameOf = (manager: GitManager): string =>
  manager.tool === 'argo-cd'
    ? `Argo CD application ${manager.application}`
    : `Flux ${manager.kind} ${manager.namespace}/${manager.name}`

/** The resource of Flux is in the cluster, and names its source. */
const readSource = (where: RemedyContext, { kind, namespace, name }: Extract<GitManager, { tool: 'flux' }>): string => {
  const group = kind === 'HelmRelease' ? 'helm.toolkit.fluxcd.io' : 'kustomize.toolkit.fluxcd.io'
  return kubectl(where, 'get', `${kind.toLowerCase()}s.${group}/${name}`, '--namespace', namespace, '--output', 'yaml')
}
