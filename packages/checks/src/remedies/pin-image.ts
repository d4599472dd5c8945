import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Component } from '@fleet-auditor/model/workload.ts'
import { actsOnObject, inNamespace, objectWord, readStep } from './kubernetes-step.ts'
import { adapterChart, releaseChange } from './release-change.ts'
import { kubectl, type RemedyContext } from './remedy-context.ts'
import { resourceChange } from './resource-change.ts'
import { ask, type Word } from './shell-command.ts'

const summary = 'Pin the image to a release.'
const version = ask('VERSION', 'the released version, x.y.z without a v')
const restarts = 'The pod restarts with the image that you name.'

/** The Server, adapters and the operator by their charts; MeshSync and the Broker by the resources that the operator reads. */
export function pinImage(where: RemedyContext, subject: Subject, component: Component | undefined): Remedy {
  if (component === 'broker' || component === 'meshsync') {
    return {
      summary: `${summary} Name the version, without a v, in the resource that the operator reads: the operator makes the image of it and takes other edits back.`,
      ...resourceChange(where, {
        kind: component === 'broker' ? 'Broker' : 'MeshSync',
        namespace: subject.namespace,
        summary: 'Name the version.',
        spec: ['"version":"', version, '"'],
        interrupts: restarts,
        undo: '"version":null',
      }),
    }
  }
  if (component === 'operator') {
    return {
      summary: `${summary} The operator’s comes with its chart: upgrade the chart, or let the Server do so where it manages the operator.`,
      ...releaseChange(where, {
        ...change(where, subject),
        chart: 'meshery-operator',
        settings: [{ key: 'image.tag', value: version, text: true }],
      }),
    }
  }
  const chart = component === 'adapter' ? adapterChart(where, subject) : 'meshery'
  return {
    summary: `${summary} Tags of the Server and its adapters are stable-v<version>: what docs.meshery.io lists as released.`,
    ...releaseChange(where, {
      ...change(where, subject),
      chart,
      settings: [{ key: 'image.tag', value: ['stable-v', version], text: true }],
    }),
  }
}

const change = (where: RemedyContext, subject: Subject) => ({
  summary: 'Set the tag.',
  subject,
  interrupts: restarts,
  byHand: byHand(where, subject),
})

/** The digest that runs is the safest pin: nothing changes but the name. */
function byHand(where: RemedyContext, subject: Subject): RemedyStep[] {
  const image = ask('IMAGE', 'the image with its digest, name@sha256:…')
  const set = (...more: readonly Word[]): string =>
    kubectl(
      where,
      'set',
      'image',
      objectWord(subject),
      ...inNamespace(subject),
      [`${subject.container ?? '*'}=`, image],
      ...more,
    )
  return [
    readStep(
      'See what runs, by digest.',
      kubectl(
        where,
        'get',
        'pods',
        ...inNamespace(subject),
        '--output',
        'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.status.containerStatuses[*].imageID}{"\\n"}{end}',
      ),
    ),
    {
      summary: 'Name it by digest.',
      actsOn: actsOnObject(subject),
      interrupts: restarts,
      dryRun: [set('--dry-run=server')],
      commands: [set()],
      undo: [kubectl(where, 'rollout', 'undo', objectWord(subject), ...inNamespace(subject))],
    },
  ]
}
