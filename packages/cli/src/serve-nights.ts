import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { closeDeadRuns } from './close-dead-runs.ts'
import type { Audits } from './serve-audits.ts'
import type { ServeLog } from './serve-log.ts'
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
 * Makes up for what an earlier process left: tonight's run that died is begun again under its name, other dead ones end
 * as incomplete, one missed night is caught up on, and a run of the last day that nobody was told of is told.
 */
export async function catchUp(nights: Nights): Promise<void> {
  const { times, store, audits, notify, log } = nights
  const missed = times && (await missedRun(times, now(), nights, store))
  for (const { id } of await closeDeadRuns(store, now(), missed)) {
    log({ kind: 'run-closed', run: id, state: 'incomplete' })
  }
  const [latest] = (await store.listRuns(20)).filter(({ state }) => state !== 'running')
  if (latest && Date.parse(now()) - Date.parse(latest.startedAt) < dayMs) await notify(latest.id)
  if (missed === undefined) return
  log({ kind: 'catching-up', run: missed })
  await audits.start(missed, everything)
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
