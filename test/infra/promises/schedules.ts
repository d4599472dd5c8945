import { expect } from 'vitest'
import { functionArn, scheduleGroupArn, trustIn } from '../planned/planned-arns.ts'
import { inputsOf, resourcesOf, statementsOf, trustOf } from '../planned/planned-resources.ts'
import type { Promises } from './promise.ts'

export const schedulePromises: Promises = {
  'the schedule and its time zone': (plan) => {
    expect(inputsOf(plan, 'Schedule', 'NightlySchedule')).toMatchObject({
      scheduleExpression: 'cron(0 2 * * ? *)',
      scheduleExpressionTimezone: 'Europe/Berlin',
      state: 'ENABLED',
      flexibleTimeWindow: { mode: 'OFF' },
    })
  },
  'the scheduled minute in the event': (plan) => {
    const input = JSON.stringify({ scheduledTime: '<aws.scheduler.scheduled-time>' })
    expect(inputsOf(plan, 'Schedule', 'NightlySchedule')['target']).toMatchObject({
      arn: functionArn(plan, 'Tick'),
      input,
      retryPolicy: { maximumRetryAttempts: 5 },
    })
  },
  'the watchdog every quarter of an hour': (plan) => {
    expect(inputsOf(plan, 'Schedule', 'WatchSchedule')).toMatchObject({
      scheduleExpression: 'rate(15 minutes)',
      state: 'ENABLED',
      target: { arn: functionArn(plan, 'Watchdog') },
    })
  },
  'schedules in a group of their own, by which their metrics are counted': (plan, stage) => {
    expect(inputsOf(plan, 'ScheduleGroup')['name']).toBe(`fleet-auditor-${stage}`)
    for (const { name, inputs } of resourcesOf(plan, 'Schedule')) {
      expect(inputs['groupName'], name).toBe(`fleet-auditor-${stage}`)
    }
  },
  'a watchdog that failed is not repeated before its next quarter': (plan) => {
    expect(inputsOf(plan, 'FunctionEventInvokeConfig')).toMatchObject({
      functionName: inputsOf(plan, 'Function', 'WatchdogFunction')['name'],
      maximumRetryAttempts: 0,
    })
  },
  'a schedule may invoke its function and nothing else': (plan) => {
    expect(resourcesOf(plan, 'Schedule')).toHaveLength(2)
    for (const [role, called] of [
      ['NightlyRole', 'Tick'],
      ['WatchRole', 'Watchdog'],
    ] as const) {
      expect(statementsOf(plan, role)).toEqual([
        { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [functionArn(plan, called)] },
      ])
      expect(trustOf(plan, role)).toEqual([trustIn('scheduler.amazonaws.com', scheduleGroupArn(plan))])
    }
  },
}
