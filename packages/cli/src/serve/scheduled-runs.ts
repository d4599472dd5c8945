import { closeDeadRuns } from '@fleet-auditor/audit/conclusion/close-dead-runs.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { endedRuns } from '@fleet-auditor/audit/queries/last-complete.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { clock, now } from '../wiring/clock.ts'
import type { AuditQueue } from './audit-queue.ts'
import { failureFields, type ServeLog } from './log.ts'
import type { Notify } from './notify.ts'
import { missedRun, type RunTimes } from './run-times.ts'

interface ScheduledRuns {
  /** None: audits start only when they are asked for. */
  readonly times: RunTimes | undefined
  /** Whether runs of this process are of a part of the fleet only. */
  readonly partial: boolean
  readonly fleet: FleetFile
  readonly store: FleetStore
  readonly audits: AuditQueue
  readonly notify: Notify
  readonly log: ServeLog
}

const everything = { scopes: [], clusters: [] }
const dayMs = 86_400_000

/**
 * Ends what an earlier process left running as incomplete, but for the last scheduled run, which is started again under
 * its id. Called before the server listens: a run that is asked for must not be taken for a dead one. Resolves with the
 * run to catch up on: that one, or one that was missed.
 */
export async function endDeadRuns(scheduled: Omit<ScheduledRuns, 'audits' | 'notify'>): Promise<string | undefined> {
  const { times, fleet, store, log } = scheduled
  const missed = times && (await missedRun(times, now(), scheduled, store))
  for (const { id } of await closeDeadRuns({ except: missed }, { fleet }, { store, clock })) {
    log({ kind: 'run-closed', run: id, state: 'incomplete' })
  }
  return missed
}

export async function catchUp(missed: string | undefined, { audits, log }: ScheduledRuns): Promise<void> {
  if (missed === undefined) return
  log({ kind: 'catching-up', run: missed })
  await audits.start(missed, everything)
}

/** Sends a run of the last day that was not sent yet. Not awaited before a run starts: Slack may take minutes. */
export async function notifyLatest({
  store,
  notify,
  log,
}: Pick<ScheduledRuns, 'store' | 'notify' | 'log'>): Promise<void> {
  try {
    const [latest] = await endedRuns({ store, clock })
    if (latest && Date.parse(now()) - Date.parse(latest.startedAt) < dayMs) await notify(latest.id)
  } catch (error) {
    log({ kind: 'notify-failed', ...failureFields(error) })
  }
}

/** Starts a run at every scheduled minute. */
export function startOnSchedule({ times, audits, log }: ScheduledRuns): { stop(): void } | undefined {
  const start = async (): Promise<void> => {
    const scheduled = times?.runBefore(now())
    if (!scheduled) return
    await audits.start(scheduled.run, everything).catch((error: Error) => {
      log({ kind: 'run-refused', run: scheduled.run, message: error.message })
    })
  }
  return times?.onEvery(() => void start())
}
