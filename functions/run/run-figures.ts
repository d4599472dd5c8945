import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { lastCompleteBefore } from '@fleet-auditor/audit/queries/last-complete.ts'
import { isUnread } from '@fleet-auditor/model/completeness.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Emit } from './metrics.ts'

type Figures = Parameters<Emit>[0]

/**
 * The metrics of a run that ended. How many clusters were read is a figure of the whole fleet: a run of a part has
 * none. `AuditedShareLost`, 0 to 1: how many fewer than in the last complete run before.
 */
export async function runFigures(
  { id, startedAt, state, partial, counts }: RunSummary,
  store: Pick<Store, 'readRun' | 'listRuns'>,
): Promise<Figures> {
  const RunIncomplete = state === 'complete' ? 0 : 1
  if (partial || counts === undefined) return { RunIncomplete }
  const { ledger = [] } = (await store.readRun(id)) ?? {}
  const before = (await lastCompleteBefore(startedAt, store))?.counts?.audited ?? 0
  return {
    RunIncomplete,
    ClustersAudited: counts.audited,
    // Stopped clusters are not read either, and are no reason to page.
    ClustersFailed: ledger.filter(isUnread).length,
    AuditedShareLost: before === 0 ? 0 : Math.max(0, 1 - counts.audited / before),
  }
}
