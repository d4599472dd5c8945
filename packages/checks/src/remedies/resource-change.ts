import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { gitStep } from './git-step.ts'
import { inNamespace, patchStep, readStep } from './kubernetes-step.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { plainText, type Word } from './shell-command.ts'

/** A change of the Broker or MeshSync resource, which the operator reads. */
interface ResourceChange {
  readonly kind: 'Broker' | 'MeshSync'
  readonly namespace: string | undefined
  readonly summary: string
  /** The members of `spec`, as JSON. */
  readonly spec: Word
  readonly interrupts?: string
  readonly undo?: Word
}

/** The field of the resource, the tool that owns it, and where no tool owns it the patch. */
export function resourceChange(where: RemedyContext, change: ResourceChange): Pick<Remedy, 'steps' | 'alternatives'> {
  const manager = where.managedBy
  switch (manager?.tool) {
    case 'meshery-server':
      return { steps: [settingsStep(change)] }
    case 'argo-cd':
    case 'flux':
      return { steps: [gitStep(where, manager, `spec of the ${change.kind}: ${plainText(change.spec)}`)] }
    case 'operator':
    case 'helm':
    case 'none':
      return { steps: [patchOf(where, change)] }
    case undefined:
      return {
        steps: [managersStep(where, change), patchOf(where, change)],
        alternatives: [
          { summary: 'Where the field manager meshery-server is among them', steps: [settingsStep(change)] },
        ],
      }
  }
}

const settingsStep = ({ kind, spec }: ResourceChange): RemedyStep => ({
  summary: `In Meshery: Connections, Configure Operator, MeshSync & Broker; Meshery Server writes the ${kind} from there, and takes other edits back. The fields: ${plainText(spec)}`,
  actsOn: { kind: 'meshery-settings', name: 'Configure Operator, MeshSync & Broker' },
  commands: [],
})

function patchOf(where: RemedyContext, change: ResourceChange): RemedyStep {
  const { resource, subject } = resourceOf(where, change)
  const { summary, spec, interrupts, undo } = change
  const whole = (inner: Word): Word => ['{"spec":{', ...partsOf(inner), '}}']
  return patchStep(where, { summary, subject, resource, interrupts, patch: whole(spec), undo: undo && whole(undo) })
}

const partsOf = (word: Word) => (typeof word === 'string' || 'variable' in word ? [word] : word)

const managersStep = (where: RemedyContext, change: ResourceChange): RemedyStep => {
  const { resource, subject } = resourceOf(where, change)
  return readStep(
    'See who writes it: what the field manager meshery-server has written, Meshery Server writes again.',
    kubectl(
      where,
      'get',
      resource,
      subject.name,
      ...inNamespace(subject),
      '--show-managed-fields',
      '--output',
      'jsonpath={.metadata.managedFields[*].manager}{"\\n"}',
    ),
  )
}

/** Names are fixed by the operator, in both of its generations (M§1.6). */
function resourceOf({ managedBy }: RemedyContext, { kind, namespace }: ResourceChange) {
  const known = managedBy?.tool === 'operator' && managedBy.kind === kind ? managedBy : undefined
  const name = known?.name ?? `meshery-${kind.toLowerCase()}`
  const subject: Subject = { kind, namespace, name }
  return { resource: `${kind.toLowerCase()}s.${known?.group ?? 'meshery.io'}`, subject }
}
