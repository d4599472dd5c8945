import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Store } from '../ports/store.ts'

/** Runs looked through for ones that ended. */
const lookBack = 20

/** The latest runs, newest first, without those that are under way or died. */
export async function endedRuns(store: Pick<Store, 'listRuns'>): Promise<RunSummary[]> {
  const runs = await store.listRuns(lookBack)
  return runs.filter(({ state }) => state !== 'running')
}
