import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { lastCompleteBefore } from '@fleet-auditor/audit/queries/last-complete.ts'
import { isUnread } from '@fleet-auditor/model/completeness.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Emit } from './metrics.ts'

type Figures = Parameters<Emit>[0]
type Reading = Pick<Store, 'readRun' | 'listRuns'>

/**
 * Emits the metrics of a run that ended: whether it is complete at once, for that needs no store, then those of the
 * fleet. Returns what these failed with, where they did.
 */
export async function emitFigures(run: RunSummary, store: Reading, emit: Emit): Promise<unknown[]> {
  const more = { run: run.id }
  emit({ RunIncomplete: run.state === 'complete' ? 0 : 1 }, more)
  try {
    const figures = await fleetFigures(run, store)
    if (figures) emit(figures, more)
    return []
  } catch (error) {
    return [error]
  }
}

/**
 * How many clusters were read is a figure of the whole fleet: a run of a part has none. `AuditedShareLost`, 0 to 1: how
 * many fewer than in the last complete run before.
 */
async function fleetFigures(
  { id, startedAt, partial, counts }: RunSummary,
  store: Reading,
): Promise<Figures | undefined> {
  if (partial || counts === undefined) return undefined
  const { ledger = [] } = (await store.readRun(id)) ?? {}
  const before = (await lastCompleteBefore(startedAt, store))?.counts?.audited ?? 0
  return {
    ClustersAudited: counts.audited,
    // Stopped clusters are not read either, and are no reason to page.
    ClustersFailed: ledger.filter(isUnread).length,
    AuditedShareLost: before === 0 ? 0 : Math.max(0, 1 - counts.audited / before),
  }
}
