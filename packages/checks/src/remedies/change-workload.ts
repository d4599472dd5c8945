import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Component } from '@fleet-auditor/model/workload.ts'
import { actsOnObject, inNamespace, objectWord } from './kubernetes-step.ts'
import { adapterChart, releaseChange, type Setting } from './release-change.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { plainText, type Word } from './shell-command.ts'

type Steps = Pick<Remedy, 'steps' | 'alternatives'>

interface WorkloadChange {
  readonly summary: string
  readonly subject: Subject
  readonly component?: Component
  readonly settings: readonly Setting[]
}

const restarts = 'The pods restart; the Server’s cache is filled again.'

/** Values of the chart that makes a workload; where no chart does, the same in its manifest. */
export const changeValues = (where: RemedyContext, change: WorkloadChange): Steps =>
  releaseChange(where, {
    ...change,
    chart: chartOf(where, change),
    interrupts: restarts,
    byHand: [
      {
        summary: `Change its manifest, and apply it: ${change.settings.map(({ key, value }) => `${key}=${plainText(value)}`).join(', ')}.`,
        actsOn: actsOnObject(change.subject),
        interrupts: restarts,
        commands: [],
      },
    ],
  })

const chartOf = (where: RemedyContext, { component, subject }: WorkloadChange): string => {
  if (component === 'adapter') return adapterChart(where, subject)
  return component === 'operator' ? 'meshery-operator' : 'meshery'
}

/** Environment variables of the Server. Their values are no secrets: those are refused by `plaintext-secret`. */
export function changeVariables(
  where: RemedyContext,
  subject: Subject,
  summary: string,
  variables: readonly (readonly [name: string, value: Word])[],
): Steps {
  return releaseChange(where, {
    summary,
    subject,
    chart: 'meshery',
    settings: variables.map(([name, value]) => ({ key: `env.${name}`, value, text: true })),
    interrupts: restarts,
    byHand: [setByHand(where, subject, summary, variables)],
  })
}

function setByHand(
  where: RemedyContext,
  subject: Subject,
  summary: string,
  variables: readonly (readonly [name: string, value: Word])[],
): RemedyStep {
  const words = variables.map(([name, value]): Word => {
    const parts = typeof value === 'string' || 'variable' in value ? [value] : value
    return [`${name}=`, ...parts]
  })
  const set = (...more: readonly Word[]): string =>
    kubectl(where, 'set', 'env', objectWord(subject), ...inNamespace(subject), ...words, ...more)
  return {
    summary,
    actsOn: actsOnObject(subject),
    interrupts: restarts,
    dryRun: [set('--dry-run=server')],
    commands: [set()],
    undo: [kubectl(where, 'rollout', 'undo', objectWord(subject), ...inNamespace(subject))],
  }
}

/** Nothing that a command does: what a person changes, and where. */
export const byPerson = (summary: string, actsOn?: RemedyStep['actsOn']): Remedy => ({
  summary,
  steps: [{ summary, actsOn, commands: [] }],
})

/** A part that the operator makes and offers no field for. */
export const leftToOperator = (summary: string): Remedy =>
  byPerson(summary, { kind: 'meshery-settings', name: 'Operator' })
