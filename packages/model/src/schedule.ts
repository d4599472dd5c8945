import { z } from 'zod'

/** When the fleet is audited: five fields of cron in a time zone. The deployment and `serve` read the same. */
export const Schedule = z.strictObject({
  cron: z
    .string()
    .regex(/^\S+( \S+){4}$/, 'expected five fields: minute hour day-of-month month day-of-week')
    .default('0 2 * * *'),
  timeZone: z.string().min(1).default('Etc/UTC').describe('IANA name such as Europe/Berlin'),
})
export type Schedule = z.infer<typeof Schedule>
