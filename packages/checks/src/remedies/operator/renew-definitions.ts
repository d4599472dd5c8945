import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { actsOnObject } from '../kubernetes-step.ts'
import { helm, kubectl, type RemedyContext } from '../remedy-context.ts'
import { ask, piped, type Word } from '../shell-command.ts'

const definition = 'customresourcedefinitions.apiextensions.k8s.io'
const version = ask('OPERATOR_CHART_VERSION', 'the version of the chart meshery-operator that is installed')

/** Both definitions as the chart has them: Helm installs them once and upgrades them never; a hook Job does. */
export function renewDefinitions(where: RemedyContext): RemedyStep {
  const shown = helm(where, 'show', 'crds', 'meshery/meshery-operator', '--version', version)
  const apply = (...more: readonly Word[]): string =>
    piped(shown, kubectl(where, 'apply', '--server-side', '--force-conflicts', ...more, '--filename', '-'))
  return {
    summary: 'Apply the definitions of the chart whose Operator runs here.',
    actsOn: { kind: 'kubernetes-object', name: 'the CustomResourceDefinitions of meshery.io' },
    dryRun: [apply('--dry-run=server')],
    commands: [apply()],
  }
}

/** The schemas of both versions have the same fields, so that nothing is lost; the hook Job does the same. */
export function stopConversion(where: RemedyContext, subject: Subject): RemedyStep {
  const patch = (...more: readonly Word[]): string =>
    kubectl(
      where,
      'patch',
      definition,
      subject.name,
      '--type',
      'merge',
      '--patch',
      '{"spec":{"conversion":{"strategy":"None","webhook":null}}}',
      ...more,
    )
  return {
    summary: 'Convert without the webhook: the versions differ in name alone.',
    actsOn: actsOnObject(subject),
    dryRun: [patch('--dry-run=server')],
    commands: [patch()],
  }
}

/** Writing a resource as it is stores it in the newest version; then the older one is struck off. */
export function migrateStored(where: RemedyContext, subject: Subject, storage: Word): RemedyStep[] {
  const replace = (...more: readonly Word[]): string =>
    piped(
      kubectl(where, 'get', subject.name, '--all-namespaces', '--output', 'json'),
      kubectl(where, 'replace', ...more, '--filename', '-'),
    )
  const parts = typeof storage === 'string' || 'variable' in storage ? [storage] : storage
  const strike = (...more: readonly Word[]): string =>
    kubectl(
      where,
      'patch',
      definition,
      subject.name,
      '--subresource',
      'status',
      '--type',
      'merge',
      '--patch',
      ['{"status":{"storedVersions":["', ...parts, '"]}}'],
      ...more,
    )
  return [
    {
      summary: 'Write each resource as it is, which stores it in the newest version; where there is none, go on.',
      actsOn: { kind: 'kubernetes-object', name: `every object of ${subject.name}` },
      dryRun: [replace('--dry-run=server')],
      commands: [replace()],
    },
    {
      summary: 'Strike the older version off, once every resource was written.',
      actsOn: actsOnObject(subject),
      dryRun: [strike('--dry-run=server')],
      commands: [strike()],
    },
  ]
}

/** For definitions of a group that no Operator here reads. */
export function deleteDefinition(where: RemedyContext, subject: Subject): RemedyStep[] {
  const remove = (...more: readonly Word[]): string =>
    kubectl(where, 'delete', definition, subject.name, '--ignore-not-found', ...more)
  return [
    {
      summary: 'See what lies under it.',
      commands: [kubectl(where, 'get', subject.name, '--all-namespaces')],
    },
    {
      summary: 'Delete it.',
      actsOn: actsOnObject(subject),
      interrupts: 'The resources under it go too; no Operator here reads them.',
      dryRun: [remove('--dry-run=server')],
      commands: [remove()],
    },
  ]
}
