import { deployed } from '../deploy-function.ts'
import { options } from '../environment.ts'
import { fleet } from '../fleet.ts'
import { functionOf } from '../functions.ts'
import { scheduleGroup } from '../schedule/schedule.ts'
import { stateMachine } from '../state-machine/state-machine.ts'
import { table } from '../table.ts'
import { alarmsOf, ofFunction, type Metric } from './alarm.ts'

/** Every alarm notifies this topic. */
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
  description: 'A run was not concluded, or not reported to Slack: see the execution of the state machine.',
  metrics: ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map(ofMachine),
})
alarm('RunThrottled', {
  description: 'Step Functions throttled a run.',
  metrics: ['ExecutionThrottled'].map(ofMachine),
})

alarm('ScheduleLost', {
  description: 'A schedule gave up calling tick or watchdog: check that its role may invoke the function.',
  metrics: [
    {
      namespace: 'AWS/Scheduler',
      metricName: 'InvocationDroppedCount',
      dimensions: { ScheduleGroup: scheduleGroup.name },
    },
  ],
})

/** The largest figure of a period: no line that any function writes can lower it. */
const ofFleet = (metricName: string): Metric => ({
  namespace: 'FleetAuditor',
  metricName,
  // Stages of one fleet may share an account.
  dimensions: { Fleet: fleet.fleet, Stage: $app.stage },
  stat: 'Maximum',
})
alarm('RunMissing', {
  description: `No complete run of the whole fleet for ${options.runAgeHours} h, or the watchdog does not run.`,
  metrics: [ofFleet('RunAgeHours')],
  period: 3600,
  above: options.runAgeHours,
  whenMissing: 'breaching',
})
alarm('RunIncomplete', {
  description: 'A run could not read all of the fleet: see the digest or GET /v1/runs.',
  metrics: [ofFleet('RunIncomplete')],
  endsItself: false,
})
alarm('ClustersUnread', {
  description: 'A run of the whole fleet could not read more than a fifth of its clusters: see GET /v1/runs/<run>.',
  metrics: [ofFleet('ClustersFailed'), ofFleet('ClustersAudited')],
  expression: 'IF(m0 + m1 > 0, m0 / (m0 + m1), 0)',
  above: 0.2,
  endsItself: false,
})
alarm('ClustersLost', {
  description: 'A run of the whole fleet read fewer than half as many clusters as the last complete run before it.',
  metrics: [ofFleet('AuditedShareLost')],
  above: 0.5,
  endsItself: false,
})

const ofTable = (metricName: string, index?: string): Metric => ({
  namespace: 'AWS/DynamoDB',
  metricName,
  dimensions: { TableName: table.name, ...(index ? { GlobalSecondaryIndexName: index } : {}) },
})
alarm('TableThrottled', {
  description: 'DynamoDB throttled reads or writes.',
  metrics: [undefined, 'gsi1', 'gsi2'].flatMap((index) => [
    ofTable('ReadThrottleEvents', index),
    ofTable('WriteThrottleEvents', index),
  ]),
})

/** sst.config.ts loads this file after all that deploy functions. */
for (const { name, handler, component } of deployed.filter(({ handler }) => functionOf(handler).alarms !== false)) {
  alarm(`${name.replace(/Function$/, '')}Errors`, {
    description: `The function ${handler} threw, ran out of time or was throttled: see its log.`,
    metrics: ['Errors', 'Throttles'].map((metricName) => ofFunction(component, metricName)),
  })
}
