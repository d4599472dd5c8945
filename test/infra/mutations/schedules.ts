import { mutation, type Mutation } from './mutation.ts'

export const scheduleMutations: readonly Mutation[] = [
  mutation(
    'time zone lost',
    'infra/schedule.ts',
    'timezone: fleet.schedule.timeZone,',
    '',
    'the schedule and its time zone',
  ),
  mutation(
    'another hour',
    'infra/schedule.ts',
    'eventBridgeCron(fleet.schedule.cron)',
    "'cron(0 14 * * ? *)'",
    'the schedule and its time zone',
  ),
  mutation('the night lost', 'infra/schedule.ts', '<aws.scheduler.scheduled-time>', '', 'the night in the event'),
  mutation('a lost delivery', 'infra/schedule.ts', 'retries: 5', 'retries: 0', 'the night in the event'),
  mutation(
    'a sleepy watchdog',
    'infra/watchdog.ts',
    'rate(15 minutes)',
    'rate(15 hours)',
    'the watchdog every quarter of an hour',
  ),
  mutation(
    'a schedule in everybody’s group',
    'infra/schedule.ts',
    '  ...inGroup,\n',
    '',
    'schedules in a group of their own, by which their metrics are told',
  ),
  mutation(
    'a watchdog that says it three times',
    'infra/watchdog.ts',
    '  retries: 0,\n',
    '',
    'a watchdog that failed is not repeated before its next quarter',
  ),
]
