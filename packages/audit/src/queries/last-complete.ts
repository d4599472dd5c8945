import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { isAhead } from '../results/result-order.ts'

interface Reading {
  readonly store: Pick<Store, 'listRuns'>
  readonly clock: Clock
}

/** Rows of runs that are read at most, about 1 KB each. */
const furthest = 3200

/**
 * Runs, newest first, as many as it takes until they are enough: a run of one cluster is a run too, and many may have
 * begun on demand. Without those of the future: a clock that was ahead started them, and what came after them is newer.
 */
export async function runsUntil(
  isEnough: (runs: readonly RunSummary[]) => boolean,
  { store, clock }: Reading,
  start = 50,
): Promise<RunSummary[]> {
  for (let limit = start; ; limit = Math.max(50, limit * 4)) {
    const listed = await store.listRuns(limit)
    const runs = listed.filter(({ startedAt }) => !isAhead(startedAt, clock.now()))
    if (isEnough(runs) || listed.length < limit || limit >= furthest) return runs
  }
}

/** Until the last run is seen that read the whole fleet: one row where that is the last of all, which is the usual case. */
export const runsToLastComplete = (reading: Reading): Promise<RunSummary[]> =>
  runsUntil((runs) => lastCompleteOf(runs) !== undefined, reading, 1)

/** The latest run, whatever its state and part. */
export const latestRun = async (reading: Reading): Promise<RunSummary | undefined> =>
  (await runsUntil((runs) => runs.length > 0, reading, 1))[0]

/** Runs looked through for ones that ended. */
const lookBack = 20

/** The latest runs, newest first, without those that are under way or died. */
export async function endedRuns(reading: Reading): Promise<RunSummary[]> {
  const runs = await runsUntil((some) => some.length > 0, reading, lookBack)
  return runs.filter(({ state }) => state !== 'running')
}

/** A run of some clusters or of some checks never stands for the fleet. */
const isOfFleet = ({ partial, checks }: RunSummary): boolean => !partial && checks === undefined

/** The last run of the whole fleet, complete or not; runs newest first. */
export const lastFleetRunOf = (runs: readonly RunSummary[]): RunSummary | undefined => runs.find(isOfFleet)

/** The last run that read the whole fleet; runs newest first. */
export const lastCompleteOf = (runs: readonly RunSummary[]): RunSummary | undefined =>
  runs.find((run) => run.state === 'complete' && isOfFleet(run))

/** The last run that read the whole fleet and was started before an instant, behind however many runs on demand. */
export async function lastCompleteBefore(
  startedAt: string,
  store: Pick<Store, 'listRuns'>,
): Promise<RunSummary | undefined> {
  const earlier = (runs: readonly RunSummary[]) => lastCompleteOf(runs.filter((run) => run.startedAt < startedAt))
  // Nothing that began earlier is of the future.
  return earlier(await runsUntil((runs) => earlier(runs) !== undefined, { store, clock: { now: () => startedAt } }))
}
