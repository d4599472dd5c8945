import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { closeDeadRuns } from './close-dead-runs.ts'
import type { Audits } from './serve-audits.ts'
import { failureFields, type ServeLog } from './serve-log.ts'
import type { Notify } from './serve-notify.ts'
import { missedRun, type NightTimes } from './serve-schedule.ts'

export interface Nights {
  /** None: audits begin only when they are asked for. */
  readonly times: NightTimes | undefined
  /** Whether nights of this process are of a part of the fleet only. */
  readonly partial: boolean
  readonly store: FleetStore
  readonly audits: Audits
  readonly notify: Notify
  readonly log: ServeLog
}

const now = (): string => new Date().toISOString()
const everything = { scopes: [], clusters: [] }
const dayMs = 86_400_000

/**
 * Ends what an earlier process left running as incomplete, but for tonight's run, which is begun again under its name.
 * Before the door opens: a run that somebody asks for must not be taken for a dead one. Resolves with the run to catch
 * up on: tonight's, or one missed night.
 */
export async function endDeadRuns(nights: Omit<Nights, 'audits' | 'notify'>): Promise<string | undefined> {
  const { times, store, log } = nights
  const missed = times && (await missedRun(times, now(), nights, store))
  for (const { id } of await closeDeadRuns(store, now(), missed)) {
    log({ kind: 'run-closed', run: id, state: 'incomplete' })
  }
  return missed
}

export async function catchUp(missed: string | undefined, { audits, log }: Nights): Promise<void> {
  if (missed === undefined) return
  log({ kind: 'catching-up', run: missed })
  await audits.start(missed, everything)
}

/** Tells a run of the last day that nobody was told of. Slack may take minutes: no night should wait for it. */
export async function tellLatest({ store, notify, log }: Pick<Nights, 'store' | 'notify' | 'log'>): Promise<void> {
  try {
    const [latest] = (await store.listRuns(20)).filter(({ state }) => state !== 'running')
    if (latest && Date.parse(now()) - Date.parse(latest.startedAt) < dayMs) await notify(latest.id)
  } catch (error) {
    log({ kind: 'notify-failed', ...failureFields(error) })
  }
}

/** Begins a run at every minute that the schedule names. */
export function beginNights({ times, audits, log }: Nights): { stop(): void } | undefined {
  const begin = async (): Promise<void> => {
    const night = times?.runBefore(now())
    if (!night) return
    await audits.start(night.run, everything).catch((error: Error) => {
      log({ kind: 'run-refused', run: night.run, message: error.message })
    })
  }
  return times?.onEvery(() => void begin())
}
