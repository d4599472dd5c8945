import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { shortHash } from '../hash.ts'
import type { RandomBytes } from '../ports/clock.ts'

const Instant = z.iso.datetime({ offset: true })

/**
 * The minute a scheduled run belongs to, as ISO 8601: the schedule's, else that of the invocation (`now`), so that one schedule
 * that fires twice is one run. Throws AuditorError `usage` for a time that is none.
 */
export function scheduledMinute(scheduledTime: string | undefined, now: string): string {
  const parsed = Instant.safeParse(scheduledTime ?? now)
  if (!parsed.success) {
    throw new AuditorError('usage', 'the event’s scheduledTime is not an ISO 8601 time', {
      place: 'event.scheduledTime',
      remedy: 'send <aws.scheduler.scheduled-time> from EventBridge Scheduler, or no scheduledTime at all',
    })
  }
  const time = new Date(parsed.data)
  time.setUTCSeconds(0, 0)
  return time.toISOString()
}

/** The id of a fleet's scheduled run: `20261121T020000Z-9c56cc51`, in the order of their times. */
export const runIdOf = (minute: string, fleet: string): string => `${secondOf(minute)}-${shortHash(fleet).slice(0, 8)}`

/**
 * A run that somebody asked for: `20261121T143005Z-07b1f3a`, by its start to the millisecond and two of the bytes of
 * `random`. API servers know whole seconds, so of two snapshots of one second the id decides which is the newer.
 */
export function onDemandRun(now: string, random: RandomBytes): string {
  const ms = new Date(now).getUTCMilliseconds().toString(16).padStart(3, '0')
  return `${secondOf(now)}-${ms}${Buffer.from(random(2)).toString('hex')}`
}

const secondOf = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '')
