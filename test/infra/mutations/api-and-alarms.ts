import { constant, literal, otherwise, property, remove, replace, valueOf } from './edit.ts'
import { noticedBy, type Mutation } from './mutation.ts'

const [api, alarm, alarms] = ['infra/api.ts', 'infra/alarms/alarm.ts', 'infra/alarms/alarms.ts'] as const

export const apiAndAlarmMutations: readonly Mutation[] = [
  ...noticedBy('requests are throttled, and CORS is off', [
    { slip: 'throttling lifted', file: api, edit: replace([valueOf('throttlingRateLimit')], '50_000') },
    { slip: 'CORS opened', file: api, edit: replace([valueOf('cors')], 'true') },
  ]),
  ...noticedBy('a month of access logs, in which no header is', [
    {
      slip: 'access logs without an end',
      file: api,
      edit: replace([valueOf('accessLog'), valueOf('retention')], "'forever'"),
    },
  ]),
  ...noticedBy('routes that the app itself guards', [
    { slip: 'another route', file: api, edit: replace([otherwise, literal('$default')], "'GET /'") },
  ]),
  ...noticedBy('a missing run raises an alarm, and so does a silent watchdog', [
    { slip: 'silence taken for health', file: alarms, edit: remove([property('whenMissing')]) },
  ]),
  ...noticedBy('an alarm for every way to fail, all to one topic', [
    { slip: 'an alarm that notifies no topic', file: alarm, edit: remove([property('alarmActions')]) },
    {
      slip: 'a function without an alarm',
      file: 'infra/functions.ts',
      edit: replace([valueOf('watchdog'), property('retries')], 'retries: 0, alarms: false'),
    },
  ]),
  ...noticedBy('a fleet of which more than a fifth cannot be read raises an alarm', [
    { slip: 'a share that is a sum', file: alarms, edit: remove([property('expression')]) },
  ]),
  ...noticedBy('no line of a log can lower a figure that an alarm reads', [
    { slip: 'figures that are added up', file: alarms, edit: replace([valueOf('stat')], "'Sum'") },
  ]),
  ...noticedBy('figures that come after their period was judged still count', [
    { slip: 'an alarm that judges too soon', file: alarm, edit: replace([constant('evaluationPeriods')], '1') },
  ]),
  ...noticedBy('a schedule that cannot call its function raises an alarm', [
    {
      slip: 'a metric that does not exist',
      file: alarms,
      edit: replace([literal('InvocationDroppedCount')], "'InvocationsDropped'"),
    },
  ]),
  ...noticedBy('an incomplete run raises an alarm', [
    { slip: 'another stage’s runs', file: alarms, edit: remove([property('Stage')]) },
  ]),
  ...noticedBy('a failed run raises an alarm', [
    { slip: 'a run out of time without an alarm', file: alarms, edit: remove([literal('ExecutionsTimedOut')]) },
  ]),
]
