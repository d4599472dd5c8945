import { runIdOf, scheduledMinute } from '@fleet-auditor/audit/fan-out/run-id.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { isAhead } from '@fleet-auditor/audit/results/result-order.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { Schedule } from '@fleet-auditor/model/schedule.ts'
import { Cron } from 'croner'
import type { z } from 'zod'

/** The scheduled minutes of a fleet, each with the id of its run. */
export interface RunTimes {
  /** The run of the last scheduled minute up to `now`; none where there is no such minute. */
  runBefore(now: string): { readonly run: string; readonly scheduledAt: string } | undefined
  /** ISO 8601; absent where there is no next one. */
  next(): string | undefined
  /** Calls at every scheduled minute. */
  onEvery(start: () => void): { stop(): void }
}

/** By the rules that the fleet file has for its own. Throws AuditorError `config` where cron or time zone is invalid. */
export function runTimes(written: WrittenSchedule, fleet: Pick<FleetFile, 'fleet'>): RunTimes {
  const parsed = Schedule.safeParse({ ...written, cron: written.cron.trim().replace(/\s+/g, ' ') })
  if (!parsed.success) throw notASchedule(written, parsed.error)
  const { cron, timeZone } = parsed.data
  const job = new Cron(cron, { timezone: timeZone, paused: true })
  return {
    runBefore(now) {
      // A timer may be a little early, and a run at the very instant asked for is not before it.
      const [scheduled] = job.previousRuns(1, new Date(Date.parse(now) + 1000))
      if (!scheduled) return undefined
      const scheduledAt = scheduledMinute(scheduled.toISOString(), now)
      return { run: runIdOf(scheduledAt, fleet.fleet), scheduledAt }
    },
    next: () => job.nextRun()?.toISOString(),
    onEvery: (start) => new Cron(cron, { timezone: timeZone }, start),
  }
}

interface WrittenSchedule {
  readonly cron: string
  readonly timeZone: string
}

function notASchedule({ cron, timeZone }: WrittenSchedule, { issues }: z.ZodError): AuditorError {
  const why = issues.map(({ message }) => message).join('; ')
  return new AuditorError('config', `the schedule is not valid: ${why}`, {
    place: `schedule "${cron}", ${timeZone}`,
    remedy: 'write minute hour day-of-month month day-of-week and an IANA time zone: "0 2 * * *", Europe/Berlin',
  })
}

/**
 * The one run to catch up on: the last scheduled one, if it never started and no later run made up for it, or if its
 * process died. A store without any run of these sources has missed nothing.
 */
export async function missedRun(
  times: RunTimes,
  now: string,
  { partial }: { readonly partial: boolean },
  store: Pick<Store, 'listRuns' | 'readRunSummary'>,
): Promise<string | undefined> {
  const last = times.runBefore(now)
  if (!last) return undefined
  const known = await store.readRunSummary(last.run)
  if (known) return known.state === 'running' ? last.run : undefined
  const newest = (await store.listRuns(50)).find(
    (run) =>
      run.partial === partial && run.checks === undefined && run.state !== 'running' && !isAhead(run.startedAt, now),
  )
  return newest && newest.startedAt < last.scheduledAt ? last.run : undefined
}
