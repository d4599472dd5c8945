const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

interface Field {
  readonly from: number
  readonly to: number
  /** Words for numbers, the first one for `from`. */
  readonly names: readonly string[]
}

const minutes = { from: 0, to: 59, names: [] }
const hours = { from: 0, to: 23, names: [] }
const daysOfMonth = { from: 1, to: 31, names: [] }
const monthsOfYear = { from: 1, to: 12, names: months }
/** Sunday is 0 and 7. */
const daysOfWeek = { from: 0, to: 7, names: weekdays }

/**
 * Five fields of cron, as the fleet file takes them, in the words of EventBridge Scheduler: a sixth field for the year,
 * `?` for the day field that does not count, and weekdays by name, for Sunday is 1 there. Every other field is written
 * out, so that nothing rests on how steps and ranges are read.
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
 */
export function eventBridgeCron(cron: string): `cron(${string})` {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = cron.split(' ')
  const days = new Set(valuesOf(weekday, daysOfWeek).map((value) => value % 7))
  const byWeekday = days.size < weekdays.length
  const written = [
    list(minute, minutes),
    list(hour, hours),
    byWeekday ? '?' : list(day, daysOfMonth),
    list(month, monthsOfYear),
    byWeekday
      ? weekdays
          .filter((_, value) => days.has(value))
          .join(',')
          .toUpperCase()
      : '?',
  ]
  return `cron(${written.join(' ')} *)`
}

/** What a clock shows; Sunday is 0. */
export interface WallTime {
  readonly minute: number
  readonly hour: number
  readonly day: number
  readonly month: number
  readonly weekday: number
}

/** Whether five fields of cron name a minute. One of the two day fields is `*`: the fleet file takes no other. */
export function firesAt(cron: string, { minute, hour, day, month, weekday }: WallTime): boolean {
  const fields = [minutes, hours, daysOfMonth, monthsOfYear, daysOfWeek]
  const shown = [[minute], [hour], [day], [month], [weekday, weekday + weekdays.length]]
  return cron.split(' ').every((text, at) => {
    const field = fields[at]
    return field !== undefined && valuesOf(text, field).some((value) => shown[at]?.includes(value))
  })
}

function list(text: string, field: Field): string {
  const values = valuesOf(text, field)
  return values.length > field.to - field.from ? '*' : values.join(',')
}

function valuesOf(text: string, field: Field): number[] {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [range = '', step = '1'] = part.split('/')
    const [first = '', last = first] = range === '*' ? [String(field.from), String(field.to)] : range.split('-')
    for (let value = valueOf(first, field); value <= valueOf(last, field); value += Number(step)) values.add(value)
  }
  return [...values].toSorted((a, b) => a - b)
}

function valueOf(word: string, { from, names }: Field): number {
  const named = names.indexOf(word.toLowerCase())
  return named < 0 ? Number(word) : named + from
}
