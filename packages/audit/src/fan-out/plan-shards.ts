import type { Worker } from '@fleet-auditor/model/run-plan.ts'
import { planesOfRun } from '../fleet/audit-planes.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'
import { shardPlan } from './shard-plan.ts'
import { startedRun } from './start-run.ts'

export interface PlannedShard {
  readonly shard: number
  readonly worker: Worker
}

/** Plans written at once. */
const atOnce = 8

/**
 * Shares the clusters that were discovered out in shards of one provider each, planes behind them: only where some
 * check is about planes, and never in a run of some clusters or scopes.
 */
export async function planShards(
  run: string,
  context: Pick<RunContext, 'fleet' | 'checks'>,
  ports: Pick<Ports, 'store'>,
): Promise<PlannedShard[]> {
  const { ledger } = ports.store
  const { selection, partial } = await startedRun(run, ports)
  const { shards } = shardPlan(await ledger.readDiscovered(run), selection, partial ? [] : planesOfRun(context))
  await mapConcurrent([...shards.entries()], atOnce, ([shard, plan]) => ledger.putShard(run, shard, plan))
  return shards.map(({ worker }, shard) => ({ shard, worker }))
}
