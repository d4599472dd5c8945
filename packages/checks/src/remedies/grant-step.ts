import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { piped, type Word } from './shell-command.ts'

interface Grant {
  readonly summary: string
  /** Name of the ClusterRole. */
  readonly role: string
  /** Absent: that of the role. */
  readonly binding?: string
  /** Absent: a role that is there already. */
  readonly rules?: readonly Word[]
  readonly to: Subject
}

/**
 * Gives an identity a ClusterRole. `auth reconcile` adds rules and subjects to those that are there and takes none away:
 * what an earlier remedy granted stays.
 */
export function grantStep(where: RemedyContext, { summary, role, binding = role, rules, to }: Grant): RemedyStep {
  const make = (...words: readonly Word[]): string =>
    kubectl(where, 'create', ...words, '--dry-run=client', '--output', 'yaml')
  const made = [
    ...(rules ? [make('clusterrole', role, ...rules)] : []),
    make('clusterrolebinding', binding, '--clusterrole', role, ...identityWords(to)),
  ]
  const reconciled = (...more: readonly Word[]): string[] =>
    made.map((manifest) => piped(manifest, kubectl(where, 'auth', 'reconcile', ...more, '--filename', '-')))
  return {
    summary,
    actsOn: { kind: 'kubernetes-object', name: `${rules ? 'ClusterRole and ' : ''}ClusterRoleBinding ${binding}` },
    // The only kind that it knows.
    dryRun: reconciled('--dry-run=client'),
    commands: reconciled(),
    undo: [kubectl(where, 'delete', `clusterrolebinding/${binding}`, ...(rules ? [`clusterrole/${role}`] : []))],
  }
}

const identityWords = ({ kind, namespace = '', name }: Subject): Word[] =>
  kind === 'ServiceAccount' ? ['--serviceaccount', `${namespace}:${name}`] : ['--user', name]

/** A name that only this identity has; names of RBAC objects may hold neither `/` nor `%`. */
export const roleFor = (what: string, { namespace, name }: Subject): string =>
  [what, namespace, name]
    .filter((part) => part !== undefined)
    .join(':')
    .replaceAll(/[/%\s]/g, '-')
