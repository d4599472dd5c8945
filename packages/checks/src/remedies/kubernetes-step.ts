import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { ask, piped, type Asked, type Word } from './shell-command.ts'

/** A step that only reads. */
export const readStep = (summary: string, ...commands: readonly string[]): RemedyStep => ({
  summary,
  commands: [...commands],
})

/** `deployment/meshery`, as kubectl names it. */
export const objectWord = ({ kind, name }: Subject): string => `${kind.toLowerCase()}/${name}`

export const inNamespace = ({ namespace }: Pick<Subject, 'namespace'>): Word[] => [
  '--namespace',
  namespaceOf(namespace),
]

const namespaceOf = (namespace: string | undefined): string | Asked =>
  namespace ?? ask('NAMESPACE', 'the namespace of the object')

/** The object that a step changes. */
export const actsOnObject = ({ kind, name, namespace }: Subject): NonNullable<RemedyStep['actsOn']> => ({
  kind: 'kubernetes-object',
  name: `${kind} ${name}`,
  namespace,
})

/** A part of a merge patch whose value a person has to name: `['{"spec":{"version":"', asked, '"}}']`. */
type Patch = Word

interface PatchStep {
  readonly summary: string
  readonly subject: Subject
  /** As kubectl takes it: `service`, `brokers.meshery.io`. */
  readonly resource: string
  readonly patch: Patch
  readonly interrupts?: string
  readonly undo?: Patch
}

/** A merge patch: run again it changes nothing. */
export function patchStep(where: RemedyContext, step: PatchStep): RemedyStep {
  const { summary, subject, resource, interrupts } = step
  const command = (patch: Patch, ...more: readonly Word[]): string =>
    kubectl(
      where,
      'patch',
      resource,
      subject.name,
      ...inNamespace(subject),
      '--type',
      'merge',
      '--patch',
      patch,
      ...more,
    )
  return {
    summary,
    actsOn: actsOnObject(subject),
    interrupts,
    dryRun: [command(step.patch, '--dry-run=server')],
    commands: [command(step.patch)],
    undo: step.undo === undefined ? undefined : [command(step.undo)],
  }
}

/** kubectl writes it, and the API server merges it with what is there: an object that exists is no error. */
export const applied = (where: RemedyContext, manifest: string, ...more: readonly Word[]): string =>
  piped(manifest, kubectl(where, 'apply', ...more, '--filename', '-'))
