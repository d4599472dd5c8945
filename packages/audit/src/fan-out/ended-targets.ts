import { targetId, type ResultSummary, type ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import type { Shard } from '@fleet-auditor/model/run-plan.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { clusterTarget } from '../cluster/judge-cluster.ts'
import type { ConcludeContext, ConcludePorts } from '../conclusion/conclude.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import { committedSummary } from '../results/stored-summary.ts'
import { summaryOfUnjudged } from '../results/summary.ts'
import { targetOf } from '../results/target-result.ts'
import type { FailureReason, ItemFailures } from './record-failure.ts'
import type { ShardPlan } from './shard-plan.ts'
import { rebuiltSummaries } from './summaries-so-far.ts'

const outOfTime: FailureReason = {
  cause: 'timeout',
  detail: 'the shard ran out of time before this cluster was started',
}

/** States read at once. */
const atOnce = 16

/**
 * A summary for every planned cluster and plane, in the order of the plan: its worker's, else one of its stored record,
 * else a row with the cause, and with what was committed of it without a record.
 */
export async function endedTargets(
  plan: ShardPlan,
  failures: ItemFailures,
  context: ConcludeContext,
  ports: ConcludePorts,
): Promise<ResultSummary[]> {
  const byShard = await ports.store.ledger.readReports(context.run)
  const summaries = new Map<string, ResultSummary>()
  const add = (summary: ResultSummary) => summaries.set(keyOf(summary.target), summary)
  for (const summary of [...byShard.values()].flat()) add(summary)
  // A worker that died over a cluster may have stored its result before.
  const isEnded = (target: ResultTarget): boolean => {
    const summary = summaries.get(keyOf(target))
    return summary !== undefined && summary.row.cause !== 'worker-died'
  }
  const takenAt = ports.clock.now()
  const planned = plan.shards.flatMap((shard, index) => {
    const reason = reasonOf(index, byShard.has(index), failures)
    return targetsIn(shard, context).map((target) => missing(target, reason, takenAt))
  })
  const unended = planned.map(({ target }) => target).filter((target) => !isEnded(target))
  for (const summary of await rebuiltSummaries(unended, context, ports)) add(summary)
  return mapConcurrent(planned, atOnce, async (without) => {
    const summary = summaries.get(keyOf(without.target)) ?? without
    return isEnded(without.target) ? summary : ((await committedSummary(summary, context, ports)) ?? summary)
  })
}

const keyOf = (target: ResultTarget): string => targetPartition(targetOf(target))

/** Why a target of a shard is missing: the shard's own failure, that of its planning, or its time. */
function reasonOf(shard: number, hasReported: boolean, failures: ItemFailures): FailureReason {
  const item = { kind: 'shard', shard } as const
  if (hasReported && !failures.has(item)) return outOfTime
  const planning = { kind: 'step', step: 'plan-shards' } as const
  return failures.of(failures.has(planning) ? planning : item)
}

const targetsIn = ({ clusters, planes }: Shard, { fleet }: ConcludeContext): ResultTarget[] => [
  ...clusters.map(({ cluster }) => clusterTarget(cluster, fleet)),
  ...planes.map((name) => ({ kind: 'plane' as const, key: name })),
]

function missing(target: ResultTarget, reason: FailureReason, takenAt: string): ResultSummary {
  const row = { id: targetId(target), kind: target.kind, outcome: 'failed', ...reason } as const
  return summaryOfUnjudged({ target, row, takenAt })
}
