import { deadManRights } from '@fleet-auditor/audit/access/function-roles.ts'
import { alarmsOf, ofFunction } from './alarm.ts'
import { auditorFunction } from './auditor-function.ts'
import { options } from './environment.ts'

/**
 * Deployed by itself (DEPLOY=dead-man), best to another account: it asks the API for the age of the last run and speaks
 * up when there is no answer. Where the auditor's account is lost, its own alarms are too.
 */
const token = new sst.Secret('DeadManToken', 'none')
export const topic = new aws.sns.Topic('DeadMan')
if (options.alarmEmail) {
  new aws.sns.TopicSubscription('DeadManEmail', { topic: topic.arn, protocol: 'email', endpoint: options.alarmEmail })
}

const deadMan = auditorFunction('DeadManFunction', {
  handler: 'dead-man',
  // One request.
  memory: '256 MB',
  rights: deadManRights,
  places: { 'dead-man-topic': [topic.arn] },
  environment: {
    DEAD_MAN_URL: options.deadManUrl ?? '',
    DEAD_MAN_TOKEN: token.value,
    DEAD_MAN_TOPIC: topic.arn,
    DEAD_MAN_HOURS: String(options.runAgeHours),
  },
  knowsFleet: false,
  // A failure is what it tells: told once an hour, not three times.
  retries: 0,
})

export const deadManWatch = new sst.aws.CronV2('DeadManWatch', { schedule: 'rate(1 hour)', function: deadMan })

const alarm = alarmsOf(topic)
alarm('DeadManErrors', {
  says: 'The auditor is silent, or could not be asked.',
  metrics: [ofFunction(deadMan, 'Errors')],
})
alarm('DeadManSilent', {
  says: 'Nobody has asked for two hours.',
  metrics: [ofFunction(deadMan, 'Invocations')],
  period: 7200,
  // Only missing data is the alarm.
  above: Number.MAX_SAFE_INTEGER,
  whenMissing: 'breaching',
})
