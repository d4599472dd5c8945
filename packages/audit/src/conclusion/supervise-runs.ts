import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import type { Store } from '../ports/store.ts'
import { lastCompleteOf, lookBack } from '../queries/last-complete.ts'
import { closeOverdue, type Overdue } from './close-overdue.ts'
import type { ConcludingPorts } from './conclude-night.ts'

interface SuperviseOptions extends Overdue {
  /** Milliseconds after which an undelivered message is of no more use. */
  readonly stalenessMs: number
}

interface Supervised {
  /** Runs that had died, now ended. */
  readonly closed: readonly RunSummary[]
  /** Hours since the fleet was last read as a whole; absent before the first run. */
  readonly ageHours: number | undefined
  /** Runs of which a message has yet to be sent. */
  readonly undelivered: readonly string[]
}

/** Closes runs that died, and finds how old the last complete run is and what people have not been notified of. */
export async function superviseRuns(
  { stalenessMs, ...overdue }: SuperviseOptions,
  ports: ConcludingPorts & Pick<FleetStore, 'outbox'>,
): Promise<Supervised> {
  const closed = await closeOverdue(overdue, ports)
  const runs = await runsToLastComplete(ports.store)
  const now = ports.clock.now()
  const waiting = await undeliveredOf(runs, Date.parse(now) - stalenessMs, ports.outbox)
  const undelivered = [...new Set([...closed, ...waiting].map(({ id }) => id))]
  return { closed, ageHours: runAgeHours(runs, now), undelivered }
}

/** Rows of runs that are read at most, about 1 KB each. */
const furthest = 3200

/** Runs, newest first, as many as it takes to see the last complete one: many on demand may have begun since. */
async function runsToLastComplete({ listRuns }: Pick<Store, 'listRuns'>): Promise<RunSummary[]> {
  for (let limit = lookBack; ; limit *= 4) {
    const runs = await listRuns(limit)
    if (runs.length < limit || limit >= furthest || lastCompleteOf(runs)) return runs
  }
}

const hourMs = 3_600_000

/**
 * Hours since the fleet was last read as a whole; without such a run, since the oldest one known was started. Undefined
 * before the first run. `runs`: the newest first.
 */
export function runAgeHours(runs: readonly RunSummary[], now: string): number | undefined {
  const complete = lastCompleteOf(runs)
  const since = complete ? (complete.endedAt ?? complete.startedAt) : runs.at(-1)?.startedAt
  return since === undefined ? undefined : Math.max(0, (Date.parse(now) - Date.parse(since)) / hourMs)
}

/**
 * Lately ended runs of which a message waits still (Slack was away longer than the notifier could wait), or which the
 * notifier never reached. Notifying of a run without news, or of one already notified, sends nothing.
 */
async function undeliveredOf(
  runs: readonly RunSummary[],
  since: number,
  outbox: FleetStore['outbox'],
): Promise<RunSummary[]> {
  const ended = runs.filter(({ endedAt }) => endedAt !== undefined && Date.parse(endedAt) >= since)
  const waiting: RunSummary[] = []
  for (const run of ended) {
    const messages = await outbox.ofRun(run.id)
    if (messages.length === 0 || messages.some(({ state }) => state === 'pending')) waiting.push(run)
  }
  return waiting
}
