import { z } from 'zod'
import { cronProblems } from './cron-fields.ts'

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
