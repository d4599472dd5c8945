import type { Place } from '@fleet-auditor/audit/access/function-roles.ts'
import { arnOf } from '../plan/mocked-outputs.ts'
import type { Plan } from '../plan/plan-shape.ts'
import { resourceOf, resourcesOf } from './planned-resources.ts'

export function functionArn(plan: Plan, component: string): string {
  const { inputs, region } = resourceOf(plan, 'Function', `${component}Function`)
  return arnOf('lambda', region, `function:${String(inputs['name'])}`)
}

export function tableArn(plan: Plan): string {
  const { inputs, region } = resourceOf(plan, 'Table')
  return arnOf('dynamodb', region, `table/${String(inputs['name'])}`)
}

export function machineArn(plan: Plan): string {
  const { inputs, name, region } = resourceOf(plan, 'StateMachine')
  return arnOf('states', region, `stateMachine:${nameOf(inputs, name)}`)
}

export function topicArn(plan: Plan): string {
  const { inputs, name, region } = resourceOf(plan, 'Topic')
  return arnOf('sns', region, nameOf(inputs, name))
}

/** Its name at AWS; where none is asked for, Pulumi makes one of the resource’s. */
const nameOf = (inputs: Readonly<Record<string, unknown>>, name: string): string =>
  typeof inputs['name'] === 'string' ? inputs['name'] : name

/** ARNs of what the rights of functions are about. */
export function placeArns(plan: Plan, place: Place): string[] {
  switch (place) {
    case 'table':
      return [tableArn(plan), `${tableArn(plan)}/index/*`]
    case 'state-machine':
      return [machineArn(plan)]
    case 'dead-man-topic':
      return [topicArn(plan)]
    case 'probes':
      return resourcesOf(plan, 'Function')
        .filter(({ name }) => name.startsWith('Probe'))
        .map(({ inputs, region }) => arnOf('lambda', region, `function:${String(inputs['name'])}`))
        .toSorted()
  }
}
