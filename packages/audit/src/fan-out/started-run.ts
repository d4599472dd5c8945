import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Store } from '../ports/store.ts'

/** A run that was started. Throws AuditorError `internal` for one that never was. */
export async function runInWork(run: string, store: Pick<Store, 'readRunSummary'>): Promise<RunSummary> {
  const summary = await store.readRunSummary(run)
  if (summary) return summary
  throw new AuditorError('internal', `run ${run} was never started`, {
    remedy: 'start-run comes before every other verb',
  })
}
