import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
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

const hourMs = 3_600_000

/**
 * Hours since the fleet was last read as a whole; without such a run, since the oldest one known was started. Undefined
 * before the first run. `runs`: the newest first.
 */
export function runAgeHours(runs: readonly RunSummary[], now: string): number | undefined {
  const complete = runs.find(({ state, partial }) => state === 'complete' && !partial)
  const since = complete ? (complete.endedAt ?? complete.startedAt) : runs.at(-1)?.startedAt
  return since === undefined ? undefined : Math.max(0, (Date.parse(now) - Date.parse(since)) / hourMs)
}
