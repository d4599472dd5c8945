import { shortHash } from '@fleet-auditor/audit/hash.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'

/** What the schedule sends; EventBridge Scheduler fills the time in. A person who invokes by hand may send nothing. */
const NightlyEvent = z.object({ scheduledTime: z.iso.datetime({ offset: true }).optional() }).nullish()

/**
 * The minute a night belongs to, as ISO 8601: the schedule's, else that of the invocation (`now`), so that one schedule
 * that fires twice is one night. Throws AuditorError `usage` for a time that is none.
 */
export function nightOf(event: unknown, now: string): string {
  const parsed = NightlyEvent.safeParse(event)
  if (!parsed.success) {
    throw new AuditorError('usage', 'the event’s scheduledTime is not an ISO 8601 time', {
      place: 'event.scheduledTime',
      remedy: 'send <aws.scheduler.scheduled-time> from EventBridge Scheduler, or no scheduledTime at all',
    })
  }
  const time = new Date(parsed.data?.scheduledTime ?? now)
  time.setUTCSeconds(0, 0)
  return time.toISOString()
}

/** The run of a fleet's night: `20261121T020000Z-9c56cc51`, in the order of their times. */
export const runOf = (night: string, fleet: string): string =>
  `${night.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '')}-${shortHash(fleet).slice(0, 8)}`
