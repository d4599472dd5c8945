import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'

/** In the order of their ids. */
export const inOrder = (clusters: readonly RegisteredCluster[]): RegisteredCluster[] =>
  clusters.toSorted((a, b) => (a.cluster.id < b.cluster.id ? -1 : a.cluster.id > b.cluster.id ? 1 : 0))

/** Clusters that differ from what is known of them, by key, as canonical JSON; of one key the last. */
export function differing(
  clusters: readonly RegisteredCluster[],
  known: readonly RegisteredCluster[],
): ReadonlyMap<string, string> {
  const stored = new Map(known.map((cluster) => [cluster.key, canonical(cluster)]))
  const wanted = new Map(clusters.map((cluster) => [cluster.key, canonical(cluster)]))
  return new Map([...wanted].filter(([key, body]) => stored.get(key) !== body))
}
