import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { ConcludeContext, ConcludePorts } from '../conclusion/conclude.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import { lastCompleteOf, runsUntil } from '../queries/last-complete.ts'
import { concludeRun } from './conclude-run.ts'

interface SuperviseLimits {
  /** Milliseconds after its start at which a run must have ended. */
  readonly overdueMs: number
  /** Milliseconds after which an undelivered message is of no more use. */
  readonly stalenessMs: number
}

interface Supervised {
  /** Runs that had died, now ended. */
  readonly closed: readonly RunSummary[]
  /** Why others that had died could not be ended. */
  readonly failures: readonly unknown[]
  /** Hours since the fleet was last read as a whole; absent before the first run. */
  readonly ageHours: number | undefined
  /** Runs of which a message has yet to be sent. */
  readonly undelivered: readonly string[]
}

/** Closes runs that died, and finds how old the last complete run is and what people have not been notified of. */
export async function superviseRuns(
  { overdueMs, stalenessMs }: SuperviseLimits,
  context: Omit<ConcludeContext, 'run' | 'startedAt'>,
  ports: ConcludePorts & { readonly store: Pick<FleetStore, 'outbox'> },
): Promise<Supervised> {
  const { closed, failures } = await closeOverdue({ overdueMs }, context, ports)
  const runs = await runsUntil((some) => lastCompleteOf(some) !== undefined, ports)
  const now = ports.clock.now()
  const waiting = await undeliveredOf(runs, Date.parse(now) - stalenessMs, ports.store.outbox)
  const undelivered = [...new Set([...closed, ...waiting].map(({ id }) => id))]
  return { closed, failures, ageHours: runAgeHours(runs, now), undelivered }
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

/**
 * Concludes runs that are past their deadline, oldest first: what is missing of them ends as `timeout`. One that cannot
 * be concluded does not keep the others open: its error is returned.
 */
export async function closeOverdue(
  /** Milliseconds after its start at which a run must have ended. */
  { overdueMs }: { readonly overdueMs: number },
  context: Omit<ConcludeContext, 'run' | 'startedAt'>,
  ports: ConcludePorts,
): Promise<Pick<Supervised, 'closed' | 'failures'>> {
  const missing = { cause: 'timeout', detail: `the run had not ended after ${overdueMs / 60_000} minutes` } as const
  const closed: RunSummary[] = []
  const failures: unknown[] = []
  for (const { id } of (await overdueRuns(overdueMs, ports)).toReversed()) {
    try {
      closed.push(await concludeRun({ run: id, missing }, context, ports))
    } catch (error) {
      failures.push(error)
    }
  }
  return { closed, failures }
}

/** As many are read as it takes to see twice the deadline. */
async function overdueRuns(overdueMs: number, ports: ConcludePorts): Promise<RunSummary[]> {
  const now = Date.parse(ports.clock.now())
  const age = ({ startedAt }: RunSummary): number => now - Date.parse(startedAt)
  const runs = await runsUntil((some) => some.some((run) => age(run) > 2 * overdueMs), ports)
  return runs.filter((run) => run.state === 'running' && age(run) > overdueMs)
}
