import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Store } from '../ports/store.ts'

/** How many runs are searched: a run of one cluster is a run too. */
export const lookBack = 50

/** The last run of the whole fleet, complete or not; runs newest first. A partial run never stands for the fleet. */
export const lastFleetRunOf = (runs: readonly RunSummary[]): RunSummary | undefined =>
  runs.find(({ partial }) => !partial)

/** The last run that read the whole fleet; runs newest first. */
export const lastCompleteOf = (runs: readonly RunSummary[]): RunSummary | undefined =>
  runs.find(({ state, partial }) => state === 'complete' && !partial)

/** Rows of runs that are read at most, about 1 KB each. */
const furthest = 3200

/** The last run that read the whole fleet and was started before an instant, behind however many runs on demand. */
export async function lastCompleteBefore(
  startedAt: string,
  store: Pick<Store, 'listRuns'>,
): Promise<RunSummary | undefined> {
  for (let limit = lookBack; ; limit *= 4) {
    const runs = await store.listRuns(limit)
    const found = lastCompleteOf(runs.filter((run) => run.startedAt < startedAt))
    if (found || runs.length < limit || limit >= furthest) return found
  }
}
