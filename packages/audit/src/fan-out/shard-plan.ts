import { atMost, CloudWorker, type DiscoveredScope, type Shard } from '@fleet-auditor/model/run-plan.ts'
import type { LedgerRow, RunSelection } from '@fleet-auditor/model/run.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { withoutDuplicates } from '../discovery/find-clusters.ts'
import { isSelected } from '../discovery/select-clusters.ts'

export interface ShardPlan {
  readonly shards: readonly Shard[]
  /** Clusters that two scopes list: the first is planned. */
  readonly aliases: readonly LedgerRow[]
  /** Every cluster that was listed, planned or not. */
  readonly found: readonly FoundCluster[]
}

/** Shares clusters out in the order of provider, scope and locator: what is planned again is planned the same. */
export function shardPlan(
  discovered: ReadonlyMap<number, readonly DiscoveredScope[]>,
  selection: RunSelection | undefined,
  planes: readonly string[],
): ShardPlan {
  const found = foundIn(discovered)
  const asked = selection ? found.filter(({ cluster }) => isSelected(cluster, selection)) : found
  const { unique, aliases } = withoutDuplicates(asked)
  const shards = CloudWorker.options.flatMap((worker) =>
    chunksOf(
      unique.filter(({ scope }) => scope.provider === worker),
      atMost.clustersOfShard,
    ).map((clusters): Shard => ({ worker, clusters, planes: [] })),
  )
  for (const names of chunksOf(planes, atMost.clustersOfShard)) {
    shards.push({ worker: 'planes', clusters: [], planes: names })
  }
  return { shards, aliases, found }
}

function foundIn(discovered: ReadonlyMap<number, readonly DiscoveredScope[]>): FoundCluster[] {
  const found: { readonly order: string; readonly each: FoundCluster }[] = []
  for (const { scope, clusters } of [...discovered.values()].flat()) {
    const prefix = `${CloudWorker.options.findIndex((worker) => worker === scope.provider)} ${scopeKey(scope)} `
    for (const cluster of clusters) found.push({ order: `${prefix}${cluster.locator}`, each: { cluster, scope } })
  }
  return found.toSorted((a, b) => (a.order < b.order ? -1 : 1)).map(({ each }) => each)
}

/** A list in parts of at most `size`, in its order. */
export function chunksOf<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size))
  return chunks
}
