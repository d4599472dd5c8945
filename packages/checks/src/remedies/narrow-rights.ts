import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { WideBinding, WideRights } from '../facts/rights/wide-rights.ts'
import { grantStep, roleFor } from './grant-step.ts'
import { inNamespace, readStep } from './kubernetes-step.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { ask, type Word } from './shell-command.ts'

/**
 * A narrower role in place of a wide one. The new one is granted first, so that the component is never without rights;
 * deleting the wide binding of an Operator would stop it, so that its remedy is another one.
 */
export function narrowRights(
  where: RemedyContext,
  subject: Subject,
  { wide, reads }: WideRights = {},
): Pick<Remedy, 'steps' | 'alternatives'> {
  return {
    steps: [
      readStep(
        'See what reaches it, and through which bindings.',
        kubectl(
          where,
          'auth',
          'can-i',
          '--list',
          '--as',
          `system:serviceaccount:${subject.namespace ?? ''}:${subject.name}`,
        ),
        kubectl(where, 'get', 'clusterrolebindings', '--output', bindingColumns),
      ),
      reads ? discoveryGrant(where, subject, reads) : viewGrant(where, subject),
      ...(wide?.map((binding) => deleteStep(where, bindingWords(binding))) ?? [deleteStep(where, [askedBinding])]),
    ],
    alternatives: [
      {
        summary:
          'Where a chart or Git makes the wide role: it comes back at the next upgrade unless it is changed there',
        steps: [
          {
            summary:
              'Patch the ClusterRole by a Helm post-renderer or Kustomize, or accept it in the fleet file (waivers) with a reason.',
            actsOn: { kind: 'git', name: 'the source of the release' },
            commands: [],
          },
        ],
      },
    ],
  }
}

const bindingColumns = 'custom-columns=NAME:.metadata.name,ROLE:.roleRef.name,SUBJECTS:.subjects[*].name'

/** `view` leaves out nodes and other types of the cluster: MeshSync retries without end what it may not list. */
const discoveryGrant = (where: RemedyContext, subject: Subject, reads: readonly string[]): RemedyStep =>
  grantStep(where, {
    summary: `Grant what it discovers instead: the types of its watch-list, and what MeshSync reads beside them.${reads.includes('secrets') ? ' Secrets are on that list: take them off first, and audit again.' : ''} Add what else it uses.`,
    role: roleFor('meshery-discovery', subject),
    rules: ['--verb', 'get,list,watch', '--resource', reads.join(',')],
    to: subject,
  })

const viewGrant = (where: RemedyContext, subject: Subject): RemedyStep =>
  grantStep(where, {
    summary: 'Grant what it needs instead: view reads everything but Secrets, nodes and roles. Add what else it uses.',
    role: 'view',
    binding: roleFor('meshery-view', subject),
    to: subject,
  })

const askedBinding = ask('WIDE_BINDING', 'the wide binding of the list above, clusterrolebinding/name')

const bindingWords = ({ kind, namespace, name }: WideBinding): readonly Word[] => [
  `${kind.toLowerCase()}/${name}`,
  ...(namespace === undefined ? [] : inNamespace({ namespace })),
]

function deleteStep(where: RemedyContext, binding: readonly Word[]): RemedyStep {
  const [name] = binding
  const remove = (...more: readonly Word[]): string =>
    kubectl(where, 'delete', ...binding, '--ignore-not-found', ...more)
  return {
    summary: 'Save the wide binding, then delete it.',
    actsOn: { kind: 'kubernetes-object', name: typeof name === 'string' ? name : '(as found above)' },
    interrupts:
      'Meshery can no longer do here what only that binding allowed: deploy designs, install its Operator. Other subjects of the binding lose it too.',
    dryRun: [remove('--dry-run=server')],
    commands: [kubectl(where, 'get', ...binding, '--ignore-not-found', '--output', 'yaml'), remove()],
  }
}
