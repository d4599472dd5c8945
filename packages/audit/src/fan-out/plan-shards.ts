import pLimit from 'p-limit'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Worker } from '@fleet-auditor/model/run-plan.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import type { Store } from '../ports/store.ts'
import { runInWork } from './started-run.ts'
import { shardPlan } from './shard-plan.ts'

export interface PlannedShard {
  readonly shard: number
  readonly worker: Worker
}

/** Plans written at once. */
const atOnce = 8

/**
 * Shares the clusters that were discovered out in shards of one provider each, planes behind them: only where some
 * check is about planes (`planeChecks`), and never in a run of some clusters or scopes.
 */
export async function planShards(
  run: string,
  fleet: FleetFile,
  { ledger, store }: { readonly ledger: RunLedger; readonly store: Store },
  planeChecks: readonly object[] = [],
): Promise<PlannedShard[]> {
  const { selection, partial } = await runInWork(run, store)
  const planes = partial || planeChecks.length === 0 ? [] : planeNames(fleet)
  const { shards } = shardPlan(await ledger.readDiscovered(run), selection, planes)
  const limit = pLimit(atOnce)
  await Promise.all(shards.map((plan, shard) => limit(() => ledger.putShard(run, shard, plan))))
  return shards.map(({ worker }, shard) => ({ shard, worker }))
}

export const planeNames = (fleet: FleetFile): string[] => fleet.planes.map(({ name }) => name)
