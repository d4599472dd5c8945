import { deadManRights } from '@fleet-auditor/audit/access/function-roles.ts'
import { alarmsOf, ofFunction } from './alarms/alarm.ts'
import { deployFunction } from './deploy-function.ts'
import { options } from './environment.ts'
import { assumedBy } from './role.ts'

/**
 * Deployed by itself (DEPLOY=dead-man), best to another account: it asks the API for the age of the last run and raises
 * an alarm when that is too old or there is no answer. Where the auditor's account is lost, its own alarms are too.
 */
const token = new sst.Secret('DeadManToken', 'none')
export const topic = new aws.sns.Topic('DeadMan')
if (options.alarmEmail) {
  new aws.sns.TopicSubscription('DeadManEmail', { topic: topic.arn, protocol: 'email', endpoint: options.alarmEmail })
}

export const deadMan = deployFunction('dead-man', {
  rights: deadManRights,
  resources: {
    'dead-man-topic': {
      variables: {
        DEAD_MAN_URL: options.deadManUrl ?? '',
        DEAD_MAN_TOKEN: token.value,
        DEAD_MAN_TOPIC: topic.arn,
        DEAD_MAN_HOURS: String(options.runAgeHours),
      },
      arns: [topic.arn],
    },
  },
})

new sst.aws.CronV2('DeadManWatch', {
  schedule: 'rate(1 hour)',
  function: deadMan,
  transform: { role: { assumeRolePolicy: assumedBy('scheduler.amazonaws.com') } },
})

const alarm = alarmsOf(topic)
alarm('DeadManErrors', {
  description: 'The auditor has no recent complete run, or its API does not answer.',
  metrics: [ofFunction(deadMan, 'Errors')],
  // The check runs once an hour: between two of them nothing is known.
  period: 3600,
  whenMissing: 'ignore',
})
alarm('DeadManSilent', {
  description: 'The heartbeat monitor has not run for 2 h.',
  metrics: [ofFunction(deadMan, 'Invocations')],
  period: 7200,
  // Only missing data is the alarm.
  above: Number.MAX_SAFE_INTEGER,
  whenMissing: 'breaching',
})
