import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { clusterKey } from '../hash.ts'
import type { FoundCluster } from './discover-fleet.ts'

/** Two sources may list one cluster: the first is audited, the others are rows that say so. */
export function withoutDuplicates(found: readonly FoundCluster[]): { unique: FoundCluster[]; aliases: LedgerRow[] } {
  const first = new Map<string, FoundCluster>()
  const aliases: LedgerRow[] = []
  for (const each of found) {
    const key = clusterKey(each.cluster.locator)
    const earlier = first.get(key)
    if (!earlier) first.set(key, each)
    else {
      const detail = `the same API server as ${earlier.cluster.id}`
      aliases.push({ id: each.cluster.id, kind: 'cluster', outcome: 'alias', detail })
    }
  }
  return { unique: [...first.values()], aliases }
}
