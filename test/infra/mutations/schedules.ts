import { constant, literal, property, remove, replace, spreadOf, valueOf } from './edit.ts'
import { noticedBy, type Mutation } from './mutation.ts'

const file = 'infra/schedule/schedule.ts'

export const scheduleMutations: readonly Mutation[] = [
  ...noticedBy('the schedule and its time zone', [
    { slip: 'time zone lost', file, edit: remove([property('timezone')]) },
    { slip: 'another hour', file, edit: replace([constant('nightly'), valueOf('schedule')], "'cron(0 14 * * ? *)'") },
  ]),
  ...noticedBy('the scheduled minute in the event', [
    { slip: 'the scheduled minute lost', file, edit: replace([literal('<aws.scheduler.scheduled-time>')], "''") },
    { slip: 'a lost delivery', file, edit: replace([constant('nightly'), valueOf('retries')], '0') },
  ]),
  ...noticedBy('the watchdog every quarter of an hour', [
    {
      slip: 'a watchdog that runs rarely',
      file,
      edit: replace([literal('rate(15 minutes)')], "'rate(15 hours)'"),
    },
  ]),
  ...noticedBy('schedules in a group of their own, by which their metrics are counted', [
    {
      slip: 'a schedule in the account’s default group',
      file,
      edit: remove([constant('nightly'), spreadOf('inGroup')]),
    },
  ]),
  ...noticedBy('a schedule may invoke its function and nothing else', [
    { slip: 'a role that acts for any schedule', file, edit: remove([property('role')]) },
  ]),
  ...noticedBy('a watchdog that failed is not repeated before its next quarter', [
    {
      slip: 'a watchdog that is repeated at once',
      file: 'infra/functions.ts',
      edit: remove([valueOf('watchdog'), property('retries')]),
    },
  ]),
]
