import { alarmsOf, ofFunction, type Metric } from './alarm.ts'
import { apiFunction } from './api.ts'
import { options } from './environment.ts'
import { fleet } from './fleet.ts'
import { notify } from './notifier.ts'
import { concludeRun, planScopes, planShards, recordFailure, startRun } from './run-steps.ts'
import { tick } from './schedule.ts'
import { scheduleGroup } from './schedule-group.ts'
import { stateMachine } from './state-machine.ts'
import { table } from './table.ts'
import { watchdog } from './watchdog.ts'
import { auditAks, auditEks, auditGke, auditPlanes } from './workers.ts'

/** Everything that must wake somebody comes here. */
export const alarmTopic = new aws.sns.Topic('Alarms')
if (options.alarmEmail) {
  new aws.sns.TopicSubscription('AlarmEmail', {
    topic: alarmTopic.arn,
    protocol: 'email',
    endpoint: options.alarmEmail,
  })
}

const alarm = alarmsOf(alarmTopic)

const ofMachine = (metricName: string): Metric => ({
  namespace: 'AWS/States',
  metricName,
  dimensions: { StateMachineArn: stateMachine.arn },
})
alarm('RunFailed', {
  says: 'A run ended without a conclusion, or was not told: see the execution of the state machine.',
  metrics: ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map(ofMachine),
})
alarm('RunThrottled', {
  says: 'Step Functions slowed a run down.',
  metrics: ['ExecutionThrottled'].map(ofMachine),
})

alarm('ScheduleLost', {
  says: 'A schedule gave up calling tick or the watchdog: see that its role may invoke the function.',
  metrics: [
    {
      namespace: 'AWS/Scheduler',
      metricName: 'InvocationDroppedCount',
      dimensions: { ScheduleGroup: scheduleGroup.name },
    },
  ],
})

const ofFleet = (metricName: string, stat: 'Sum' | 'Maximum'): Metric => ({
  namespace: 'FleetAuditor',
  metricName,
  // Stages of one fleet may share an account.
  dimensions: { Fleet: fleet.fleet, Stage: $app.stage },
  stat,
})
alarm('RunMissing', {
  says: `No run of the whole fleet has ended complete for ${options.runAgeHours} hours, or the watchdog that would know is silent.`,
  metrics: [ofFleet('RunAgeHours', 'Maximum')],
  period: 3600,
  above: options.runAgeHours,
  whenMissing: 'breaching',
})
alarm('RunIncomplete', {
  says: 'A run could not read all of the fleet: see the digest or GET /v1/runs.',
  metrics: [ofFleet('RunIncomplete', 'Sum')],
})

const ofTable = (metricName: string, index?: string): Metric => ({
  namespace: 'AWS/DynamoDB',
  metricName,
  dimensions: { TableName: table.name, ...(index ? { GlobalSecondaryIndexName: index } : {}) },
})
alarm('TableThrottled', {
  says: 'The table turned requests away.',
  metrics: [undefined, 'gsi1', 'gsi2'].flatMap((index) => [
    ofTable('ReadThrottleEvents', index),
    ofTable('WriteThrottleEvents', index),
  ]),
})

/** Probes apart: what one could not see is an observation, and the call that failed its caller's. */
const functions = {
  Tick: tick,
  StartRun: startRun,
  PlanScopes: planScopes,
  PlanShards: planShards,
  AuditEks: auditEks,
  AuditGke: auditGke,
  AuditAks: auditAks,
  AuditPlanes: auditPlanes,
  RecordFailure: recordFailure,
  ConcludeRun: concludeRun,
  Notify: notify,
  Watchdog: watchdog,
  Api: apiFunction,
}
for (const [name, watched] of Object.entries(functions)) {
  alarm(`${name}Errors`, {
    says: `${name} threw, ran out of time or was throttled: see its log.`,
    metrics: ['Errors', 'Throttles'].map((metricName) => ofFunction(watched, metricName)),
  })
}
