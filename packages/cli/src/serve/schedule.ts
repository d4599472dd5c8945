import { runIdOf, scheduledMinute } from '@fleet-auditor/audit/fan-out/run-id.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { isAhead } from '@fleet-auditor/audit/results/result-order.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { Cron } from 'croner'

export interface Schedule {
  /** The run of the last scheduled minute up to `now`; none where there is no such minute. */
  runBefore(now: string): { readonly run: string; readonly scheduledAt: string } | undefined
  /** ISO 8601; absent where there is no next one. */
  next(): string | undefined
  /** Calls at every scheduled minute. */
  onEvery(start: () => void): { stop(): void }
}

/** The scheduled runs of a fleet by cron and time zone. Throws AuditorError `config` where either is invalid. */
export function scheduleOf(cron: string, timeZone: string, fleet: Pick<FleetFile, 'fleet'>): Schedule {
  const place = `schedule "${cron}", ${timeZone}`
  const fields = cron.split(/\s+/).length
  if (fields !== 5) throw notASchedule(`expected five fields, found ${fields}`, place)
  const make = (start?: () => void): Cron =>
    start ? new Cron(cron, { timezone: timeZone }, start) : new Cron(cron, { timezone: timeZone, paused: true })
  let job: Cron
  try {
    job = make()
    job.nextRun()
  } catch (error) {
    throw notASchedule(error instanceof Error ? error.message : String(error), place, error)
  }
  return {
    runBefore(now) {
      // A timer may be a little early, and a run at the very instant asked for is not before it.
      const [scheduled] = job.previousRuns(1, new Date(Date.parse(now) + 1000))
      if (!scheduled) return undefined
      const scheduledAt = scheduledMinute(scheduled.toISOString(), now)
      return { run: runIdOf(scheduledAt, fleet.fleet), scheduledAt }
    },
    next: () => job.nextRun()?.toISOString(),
    onEvery: (start) => make(start),
  }
}

function notASchedule(why: string, place: string, cause?: unknown): AuditorError {
  const remedy = 'write minute hour day-of-month month day-of-week and an IANA time zone: "0 2 * * *", Europe/Berlin'
  return new AuditorError('config', `the schedule is not valid: ${why}`, { place, remedy, cause })
}

/**
 * The one run to catch up on: the last scheduled one, if it never started and no later run made up for it, or if its
 * process died. A store without any run of these sources has missed nothing.
 */
export async function missedRun(
  schedule: Schedule,
  now: string,
  { partial }: { readonly partial: boolean },
  store: Pick<Store, 'listRuns' | 'readRunSummary'>,
): Promise<string | undefined> {
  const last = schedule.runBefore(now)
  if (!last) return undefined
  const known = await store.readRunSummary(last.run)
  if (known) return known.state === 'running' ? last.run : undefined
  const newest = (await store.listRuns(50)).find(
    (run) => run.partial === partial && run.state !== 'running' && !isAhead(run.startedAt, now),
  )
  return newest && newest.startedAt < last.scheduledAt ? last.run : undefined
}
