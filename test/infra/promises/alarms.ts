import { expect } from 'vitest'
import { z } from 'zod'
import type { Plan } from '../plan/plan-shape.ts'
import { machineArn, topicArn } from '../planned/planned-arns.ts'
import { inputsOf, resourcesOf } from '../planned/planned-resources.ts'
import { planned } from './functions.ts'
import type { Promises } from './promise.ts'

const Alarm = z.object({
  threshold: z.number(),
  comparisonOperator: z.literal('GreaterThanThreshold'),
  treatMissingData: z.enum(['breaching', 'notBreaching']),
  evaluationPeriods: z.number(),
  datapointsToAlarm: z.literal(1),
  metricQueries: z.array(
    z.object({
      expression: z.string().optional(),
      metric: z
        .object({
          namespace: z.string(),
          metricName: z.string(),
          stat: z.string(),
          dimensions: z.record(z.string(), z.string()),
        })
        .optional(),
    }),
  ),
})

/** `namespace metric of what`, of all that an alarm adds up. */
const watchedBy = (plan: Plan, name: string): string[] =>
  Alarm.parse(inputsOf(plan, 'MetricAlarm', name)).metricQueries.flatMap(({ metric }) =>
    metric ? `${metric.namespace} ${metric.metricName} ${namesOf(metric.dimensions)}` : [],
  )

const namesOf = (dimensions: Readonly<Record<string, string>>): string =>
  ['TableName', 'GlobalSecondaryIndexName', 'FunctionName', 'StateMachineArn', 'ScheduleGroup', 'Fleet', 'Stage']
    .flatMap((dimension) => dimensions[dimension] ?? [])
    .join('/')

const errorsOf = Object.keys(planned)
  .filter((name) => !name.startsWith('Probe'))
  .map((name) => [name, name === 'ApiFunction' ? 'ApiErrors' : `${name}Errors`] as const)

export const alarmPromises: Promises = {
  'an alarm for every way to fail, all to one topic': (plan) => {
    const alarms = resourcesOf(plan, 'MetricAlarm')
    expect(alarms.map(({ name }) => name).toSorted()).toEqual(
      [
        'ClustersLost',
        'ClustersUnread',
        'RunFailed',
        'RunIncomplete',
        'RunMissing',
        'RunThrottled',
        'ScheduleLost',
        'TableThrottled',
        ...errorsOf.map(([, alarm]) => alarm),
      ].toSorted(),
    )
    for (const { inputs } of alarms) expect(inputs['alarmActions']).toEqual([topicArn(plan)])
  },
  'a failed run raises an alarm': (plan) => {
    const of = machineArn(plan)
    expect(watchedBy(plan, 'RunFailed')).toEqual([
      `AWS/States ExecutionsFailed ${of}`,
      `AWS/States ExecutionsTimedOut ${of}`,
      `AWS/States ExecutionsAborted ${of}`,
    ])
    expect(watchedBy(plan, 'RunThrottled')).toEqual([`AWS/States ExecutionThrottled ${of}`])
  },
  'a missing run raises an alarm, and so does a silent watchdog': (plan, stage) => {
    expect(inputsOf(plan, 'MetricAlarm', 'RunMissing')).toMatchObject({ threshold: 26, treatMissingData: 'breaching' })
    expect(watchedBy(plan, 'RunMissing')).toEqual([`FleetAuditor RunAgeHours infra-tier/${stage}`])
  },
  'a schedule that cannot call its function raises an alarm': (plan) => {
    const group = String(inputsOf(plan, 'ScheduleGroup')['name'])
    expect(watchedBy(plan, 'ScheduleLost')).toEqual([`AWS/Scheduler InvocationDroppedCount ${group}`])
  },
  'figures that come after their period was judged still count': (plan) => {
    for (const { name, inputs } of resourcesOf(plan, 'MetricAlarm')) {
      const { metricQueries, evaluationPeriods } = Alarm.parse(inputs)
      const filled = metricQueries.some(({ expression }) => expression?.includes('FILL('))
      expect(evaluationPeriods, name).toBe(filled ? 3 : 1)
    }
  },
  'an incomplete run raises an alarm': (plan, stage) => {
    expect(inputsOf(plan, 'MetricAlarm', 'RunIncomplete')).toMatchObject({ threshold: 0 })
    expect(watchedBy(plan, 'RunIncomplete')).toEqual([`FleetAuditor RunIncomplete infra-tier/${stage}`])
  },
  'a fleet of which more than a fifth cannot be read raises an alarm': (plan, stage) => {
    const alarm = inputsOf(plan, 'MetricAlarm', 'ClustersUnread')
    expect(alarm).toMatchObject({ threshold: 0.2, comparisonOperator: 'GreaterThanThreshold' })
    expect(watchedBy(plan, 'ClustersUnread')).toEqual([
      `FleetAuditor ClustersFailed infra-tier/${stage}`,
      `FleetAuditor ClustersAudited infra-tier/${stage}`,
    ])
    const expressions = Alarm.parse(alarm).metricQueries.map(({ expression }) => expression)
    expect(expressions).toEqual([undefined, undefined, 'IF(m0 + m1 > 0, m0 / (m0 + m1), 0)'])
  },
  'a fleet of which half is lost raises an alarm': (plan, stage) => {
    expect(inputsOf(plan, 'MetricAlarm', 'ClustersLost')).toMatchObject({ threshold: 0.5 })
    expect(watchedBy(plan, 'ClustersLost')).toEqual([`FleetAuditor AuditedShareLost infra-tier/${stage}`])
  },
  'no line of a log can lower a figure that an alarm reads': (plan) => {
    const own = resourcesOf(plan, 'MetricAlarm').flatMap(({ inputs }) =>
      Alarm.parse(inputs).metricQueries.flatMap(({ metric }) => (metric?.namespace === 'FleetAuditor' ? [metric] : [])),
    )
    expect(own.length).toBeGreaterThan(3)
    expect(own.filter(({ stat }) => stat !== 'Maximum')).toEqual([])
  },
  'an alarm about a moment sends no OK': (plan) => {
    const silent = resourcesOf(plan, 'MetricAlarm').filter(
      ({ inputs }) =>
        inputs['okActions'] === undefined || (Array.isArray(inputs['okActions']) && inputs['okActions'].length === 0),
    )
    expect(silent.map(({ name }) => name).toSorted()).toEqual(['ClustersLost', 'ClustersUnread', 'RunIncomplete'])
  },
  'a table that throttles requests raises an alarm': (plan) => {
    const table = String(inputsOf(plan, 'Table')['name'])
    expect(watchedBy(plan, 'TableThrottled').toSorted()).toEqual(
      [table, `${table}/gsi1`, `${table}/gsi2`]
        .flatMap((of) => [`AWS/DynamoDB ReadThrottleEvents ${of}`, `AWS/DynamoDB WriteThrottleEvents ${of}`])
        .toSorted(),
    )
  },
  'errors and throttles of every function raise an alarm': (plan) => {
    for (const [name, alarm] of errorsOf) {
      const of = String(inputsOf(plan, 'Function', `${name}Function`)['name'])
      expect(watchedBy(plan, alarm), name).toEqual([`AWS/Lambda Errors ${of}`, `AWS/Lambda Throttles ${of}`])
    }
  },
}
