import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Memory } from './records.ts'
import { putFirst, valueOf, valuesOf } from './shelf.ts'

/** In the order of their ids. */
export function readRegistry({ records, now }: Memory): RegisteredCluster[] {
  const clusters = valuesOf(records.registry, now())
  return clusters.toSorted((a, b) => (a.cluster.id < b.cluster.id ? -1 : a.cluster.id > b.cluster.id ? 1 : 0))
}

export function register(
  { records }: Memory,
  clusters: readonly RegisteredCluster[],
  known: readonly RegisteredCluster[],
): void {
  const stored = new Map(known.map((cluster) => [cluster.key, canonical(cluster)]))
  for (const cluster of clusters) {
    if (stored.get(cluster.key) !== canonical(cluster)) records.registry.set(cluster.key, { value: cluster })
  }
}

/** The cluster that claimed a UID first; claims never end. */
export function claimUid({ records, now }: Memory, uid: string, claimant: string): string {
  putFirst(records.uids, uid, { value: claimant }, now())
  return valueOf(records.uids, uid, now()) ?? claimant
}
