import { cronValues, type CronValues, type Schedule } from '@fleet-auditor/model/schedule.ts'

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

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const yearMs = 366 * 24 * hourMs

/**
 * Local times of the coming year at which nothing is started, for the clock goes past them: EventBridge Scheduler leaves
 * such a time out. `now`: milliseconds.
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
 */
export function skippedRuns({ cron, timeZone }: Schedule, now: number): string[] {
  const wall = wallClock(timeZone)
  const values = cronValues(cron)
  const first = Math.floor(now / hourMs) * hourMs
  const skipped: string[] = []
  for (let at = first; at < first + yearMs; at += hourMs) {
    const before = wall(at)
    const jump = wall(at + hourMs) - before - hourMs
    if (jump <= 0) continue
    let last = at
    while (wall(last + minuteMs) - wall(last) === minuteMs) last += minuteMs
    const gone = wall(last) + minuteMs
    for (let lost = gone; lost < gone + jump; lost += minuteMs) {
      if (firesAt(values, new Date(lost))) skipped.push(new Date(lost).toISOString().slice(0, 16).replace('T', ' '))
    }
  }
  return skipped
}

/** What a clock shows at an instant, as milliseconds of the same reading in UTC. */
function wallClock(timeZone: string): (at: number) => number {
  const shown = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (at) => Date.parse(`${shown.format(at).replace(' ', 'T')}Z`)
}

/** Whether a schedule names a minute. One of the two day fields is `*`: the fleet file takes no other. `wall`: as UTC. */
const firesAt = ({ minutes, hours, daysOfMonth, months, weekdays }: CronValues, wall: Date): boolean =>
  minutes.includes(wall.getUTCMinutes()) &&
  hours.includes(wall.getUTCHours()) &&
  daysOfMonth.includes(wall.getUTCDate()) &&
  months.includes(wall.getUTCMonth() + 1) &&
  weekdays.includes(wall.getUTCDay())
