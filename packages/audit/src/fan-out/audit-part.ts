import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { auditCluster, unjudged } from '../cluster/audit-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { clusterKey } from '../hash.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import { summarised } from '../results/stored-summary.ts'
import type { Unjudged } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'

/** Beyond a cluster's own deadline and its probes: what storing and summarising it take at most, in milliseconds. */
const reserveMs = 10_000

export type ShardPorts = Omit<Ports, 'discoveries' | 'scopeListers'>

/** One delivery of a shard; `pass`: how often what remained of it was delivered again. */
export interface ShardItem {
  readonly run: string
  readonly shard: number
  readonly pass: number
  /** Milliseconds until this worker is ended. */
  remainingMs(): number
}

interface PartOfShard {
  readonly item: ShardItem
  /** A worker began this pass before: one cluster at a time, each claimed first. */
  readonly again: boolean
}

/** Audits clusters while there is time to start them; `remaining`: how many were not started. */
export async function auditPart(
  clusters: readonly FoundCluster[],
  part: PartOfShard,
  context: RunContext,
  ports: ShardPorts,
): Promise<{ readonly summaries: readonly ResultSummary[]; readonly remaining: number }> {
  const { clusterDeadlineMs, probeTimeoutMs, concurrency } = context.limits
  const reserve = clusterDeadlineMs + probeTimeoutMs + reserveMs
  const mayStart = (): boolean => part.item.remainingMs() >= reserve && !context.signal.aborted
  const audited = await mapConcurrent(clusters, part.again ? 1 : concurrency, async (found) =>
    mayStart() ? auditOne(found, part, context, ports) : undefined,
  )
  const summaries = audited.filter((summary) => summary !== undefined)
  return { summaries, remaining: clusters.length - summaries.length }
}

async function auditOne(
  found: FoundCluster,
  { item, again }: PartOfShard,
  context: RunContext,
  ports: ShardPorts,
): Promise<ResultSummary> {
  if (!again) return summarised(await auditCluster(found, context, ports), context, ports)
  const mark = [item.run, item.shard, clusterKey(found.cluster.locator)] as const
  if (!(await ports.store.ledger.claimCluster(...mark))) return summarised(died(found, context, ports), context, ports)
  try {
    return await summarised(await auditCluster(found, context, ports), context, ports)
  } catch (error) {
    // a worker that can throw is alive: only one that was ended leaves its mark
    await ports.store.ledger.releaseCluster(...mark)
    throw error
  }
}

function died(found: FoundCluster, context: RunContext, ports: ShardPorts): Unjudged {
  const detail = 'the worker died while auditing this cluster'
  const ended = unjudged(found, { outcome: 'failed', cause: 'worker-died', detail }, context, ports)
  ports.progress({ kind: 'cluster-ended', row: ended.row, verdicts: [] })
  return ended
}
