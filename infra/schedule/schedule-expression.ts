import { cronValues } from '@fleet-auditor/model/schedule.ts'

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/**
 * Five fields of cron, as the fleet file takes them, in the words of EventBridge Scheduler: a sixth field for the year,
 * `?` for the day field that does not count, and weekdays by name, for Sunday is 1 there. Every other field is written
 * out, so that nothing rests on how steps and ranges are read.
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
 */
export function eventBridgeCron(cron: string): `cron(${string})` {
  const values = cronValues(cron)
  const byWeekday = values.weekdays.length < weekdays.length
  const written = [
    list(values.minutes, 60),
    list(values.hours, 24),
    byWeekday ? '?' : list(values.daysOfMonth, 31),
    list(values.months, 12),
    byWeekday ? values.weekdays.map((day) => weekdays[day]).join(',') : '?',
  ]
  return `cron(${written.join(' ')} *)`
}

/** `*` for all that a field can name. */
const list = (values: readonly number[], all: number): string => (values.length === all ? '*' : values.join(','))
