import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import { lastCompleteOf, lookBack } from '@fleet-auditor/audit/queries/last-complete.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { emitMetrics } from './metrics.ts'

/** Figures of a run that ended. */
export function emitRun(
  { id, fleet, state, counts }: Pick<RunSummary, 'id' | 'fleet' | 'state' | 'counts'>,
  clock: Clock,
  by: string,
): void {
  const clusters = counts && { ClustersAudited: counts.audited, ClustersFailed: counts.clusters - counts.audited }
  const values = { RunIncomplete: state === 'complete' ? 0 : 1, ...clusters }
  emitMetrics(fleet, clock.now(), values, { function: by, run: id })
}

/** Rows of runs that are read at most, about 1 KB each. */
const furthest = 3200

/** Runs, newest first, as many as it takes to see the last complete one: many on demand may have begun since. */
export async function runsToLastComplete({ listRuns }: Pick<Store, 'listRuns'>): Promise<RunSummary[]> {
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
