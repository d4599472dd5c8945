import type { Place } from '@fleet-auditor/audit/access/right.ts'
import { account } from '../plan/account.ts'
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

/** A function's own log group: AWS ends its name. */
export function logGroupArn(plan: Plan, component: string): string {
  const { inputs, name, region } = resourceOf(plan, 'LogGroup', `${component}Log`)
  return arnOf('logs', region, `log-group:${String(inputs['namePrefix'])}${name}`)
}

export function scheduleGroupArn(plan: Plan): string {
  const { inputs, region } = resourceOf(plan, 'ScheduleGroup')
  return arnOf('scheduler', region, `schedule-group/${String(inputs['name'])}`)
}

/** ARNs of what the rights of functions are about. */
export function placeArns(plan: Plan, place: Place): string[] {
  switch (place) {
    case 'table':
      return [tableArn(plan)]
    case 'indexes':
      return [`${tableArn(plan)}/index/*`]
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

/** Trust in a service that acts for one resource of the account. */
export const trustIn = (service: string, source: string): object => ({
  Effect: 'Allow',
  Action: ['sts:AssumeRole'],
  Principal: { Service: [service] },
  Condition: { StringEquals: { 'aws:SourceAccount': [account] }, ArnEquals: { 'aws:SourceArn': [source] } },
})
