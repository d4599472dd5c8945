import { CronPattern } from 'croner'
import { z } from 'zod'

const shape = 'expected five fields: minute hour day-of-month month day-of-week'

/** When the fleet is audited: five fields of cron in a time zone. The deployment and `serve` read the same. */
export const Schedule = z.strictObject({
  cron: z
    .string()
    .regex(/^\S+( \S+){4}$/, { error: shape, abort: true })
    .superRefine((cron, context) => {
      for (const message of cronProblems(cron)) context.addIssue({ code: 'custom', message })
    })
    .default('0 2 * * *')
    .describe('Five fields of cron: minute hour day-of-month month day-of-week')
    .meta({ examples: ['0 2 * * *'] }),
  timeZone: z
    .string()
    .min(1)
    .refine(isTimeZone, { error: 'expected a time zone such as Europe/Berlin or Etc/UTC' })
    .default('Etc/UTC')
    .describe('IANA name such as Europe/Berlin'),
})
export type Schedule = z.infer<typeof Schedule>

/** By name only: an offset such as +02:00 is none to EventBridge Scheduler, and does not know summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return true
  } catch {
    return false // Intl throws RangeError for a zone that it does not know
  }
}

interface Field {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly words?: string
}

/** In their order. Sunday is 0 and 7. */
const fields: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day-of-month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, words: 'jan-dec' },
  { name: 'day-of-week', from: 0, to: 7, words: 'sun-sat' },
]

/**
 * What is wrong with five fields of cron, a sentence each. Not both days at once: cron means either, EventBridge
 * Scheduler refuses.
 */
function cronProblems(cron: string): string[] {
  const written = cron.split(' ')
  const problems = fields.flatMap((field, index) => problemOf(field, index, written[index] ?? '') ?? [])
  if (problems.length > 0) return problems
  if (written[2] !== '*' && written[4] !== '*') return ['expected * in one of day-of-month and day-of-week']
  return comes(cron) ? [] : ['expected a day that comes: no month of these has such a day']
}

function problemOf(field: Field, index: number, text: string): string | undefined {
  const wrong = text.split(',').find((part) => !isPart(field, index, part))
  if (wrong === undefined) return undefined
  const words = field.words === undefined ? '' : ` or ${field.words}`
  return `expected ${field.name} within ${field.from}-${field.to}${words}, not ${wrong === '' ? 'nothing' : wrong}`
}

/** Croner's grammar without its extensions (`L`, `W`, `#`, `?`, `+`), which EventBridge reads in another way or not at all. */
const plainPart = /^(?:\*|(?:\d{1,2}|[a-z]{3})(?:-(?:\d{1,2}|[a-z]{3}))?)(?:\/(?<step>\d{1,2}))?$/i

function isPart({ to }: Field, index: number, part: string): boolean {
  const plain = plainPart.exec(part)
  // Croner takes a step of one more than the last value.
  if (!plain || Number(plain.groups?.['step'] ?? 1) > to) return false
  try {
    patternOf(fields.map((_, at) => (at === index ? part : '*')).join(' '))
    return true
  } catch {
    return false // croner throws TypeError or RangeError for what is none; the sentence above names what is expected
  }
}

const patternOf = (cron: string): CronPattern => new CronPattern(cron, 'UTC', { mode: '5-part' })

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether some year has such a day: the 30th of February never comes. */
function comes(cron: string): boolean {
  const { daysOfMonth, months } = cronValues(cron)
  return months.some((month) => daysOfMonth.some((day) => day <= (longest[month - 1] ?? 0)))
}

/** What five fields of cron name: the values of each field, ascending. Weekdays are 0 (Sunday) to 6. */
export interface CronValues {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly daysOfMonth: readonly number[]
  readonly months: readonly number[]
  readonly weekdays: readonly number[]
}

/** Reads a cron without problems; of another one it throws. */
export function cronValues(cron: string): CronValues {
  const { minute, hour, day, month, dayOfWeek } = patternOf(cron)
  return {
    minutes: valuesOf(minute),
    hours: valuesOf(hour),
    daysOfMonth: valuesOf(day, 1),
    months: valuesOf(month, 1),
    weekdays: valuesOf(dayOfWeek),
  }
}

/** Croner marks each value that is named; days and months begin at 1. */
const valuesOf = (marks: readonly number[], first = 0): number[] =>
  [...marks].flatMap((mark, index) => (mark === 0 || mark === undefined ? [] : [index + first]))
