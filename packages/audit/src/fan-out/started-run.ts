import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Shard } from '@fleet-auditor/model/run-plan.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Ports } from '../ports/ports.ts'

/** A run that was started. Throws AuditorError `internal` for one that never was. */
export async function startedRun(run: string, { store }: Pick<Ports, 'store'>): Promise<RunSummary> {
  const summary = await store.readRunSummary(run)
  if (summary) return summary
  throw new AuditorError('internal', `run ${run} was never started`, {
    remedy: 'start-run comes before every other verb',
  })
}

/** A shard that was planned. Throws AuditorError `internal` for one that never was. */
export async function plannedShard(
  { run, shard }: { readonly run: string; readonly shard: number },
  { store }: Pick<Ports, 'store'>,
): Promise<Shard> {
  const plan = await store.ledger.readShard(run, shard)
  if (plan) return plan
  throw new AuditorError('internal', `run ${run} has no shard ${shard}`, { remedy: 'plan-shards comes first' })
}
