import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Component } from '@fleet-auditor/model/workload.ts'
import { actsOnObject, inNamespace, objectWord } from './kubernetes-step.ts'
import { adapterChart, releaseChange } from './release-change.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { ask, type Asked, type Word } from './shell-command.ts'

/** 2 GiB is the published starting point of the Server. */
const example = { server: '2Gi', other: '256Mi' } as const

interface Sizes {
  readonly cpu: Asked
  readonly memory: string | Asked
  readonly cpuLimit: Asked
  readonly memoryLimit: string | Asked
}

const sizesOf = (component: Component | undefined): Sizes => ({
  cpu: ask('CPU_REQUEST', 'CPU that it uses, for instance 500m'),
  cpuLimit: ask('CPU_LIMIT', 'CPU that it may use, for instance 2'),
  memory:
    component === 'server'
      ? example.server
      : ask('MEMORY_REQUEST', `memory that it uses, for instance ${example.other}`),
  memoryLimit:
    component === 'server'
      ? example.server
      : ask('MEMORY_LIMIT', `memory that it may use, for instance ${example.other}`),
})

/** Requests and limits of one container, by its chart or by hand. */
export function setResources(where: RemedyContext, subject: Subject, component: Component | undefined): Remedy {
  const sizes = sizesOf(component)
  return {
    summary:
      component === 'server'
        ? 'Set requests and limits from measured use; 2 GiB is the published starting point of the Server.'
        : 'Set requests and limits from measured use.',
    ...releaseChange(where, {
      summary: 'Set them.',
      subject,
      chart: chartOf(where, subject, component),
      settings: [
        { key: 'resources.requests.cpu', value: sizes.cpu, text: true },
        { key: 'resources.requests.memory', value: sizes.memory },
        { key: 'resources.limits.cpu', value: sizes.cpuLimit, text: true },
        { key: 'resources.limits.memory', value: sizes.memoryLimit },
      ],
      interrupts: 'The pods restart; too small a memory limit ends them.',
      byHand: [byHand(where, subject, sizes)],
    }),
  }
}

function chartOf(where: RemedyContext, subject: Subject, component: Component | undefined): string {
  if (component === 'adapter') return adapterChart(where, subject)
  return component === 'operator' ? 'meshery-operator' : 'meshery'
}

function byHand(where: RemedyContext, subject: Subject, sizes: Sizes): RemedyStep {
  const requests: Word = ['cpu=', sizes.cpu, ',memory=', sizes.memory]
  const limits: Word = ['cpu=', sizes.cpuLimit, ',memory=', sizes.memoryLimit]
  const container = ['--containers', subject.container ?? '*', '--requests', requests, '--limits', limits]
  const set = (...more: readonly Word[]): string =>
    kubectl(where, 'set', 'resources', objectWord(subject), ...inNamespace(subject), ...container, ...more)
  return {
    summary: 'Set them.',
    actsOn: actsOnObject(subject),
    interrupts: 'The pods restart; too small a memory limit ends them.',
    dryRun: [set('--dry-run=server')],
    commands: [set()],
    undo: [kubectl(where, 'rollout', 'undo', objectWord(subject), ...inNamespace(subject))],
  }
}
