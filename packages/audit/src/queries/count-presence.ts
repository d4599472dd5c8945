import type { Presence } from '@fleet-auditor/model/presence.ts'
import type { RegisteredCluster } from '../ports/store.ts'

/** `unknown`: clusters that no run has looked at since this is stored. */
export type PresenceCounts = Record<Presence | 'unknown', number>

/** How many clusters have Meshery, traces of it, none, and of how many that is not known. */
export function countPresence(clusters: readonly Pick<RegisteredCluster, 'presence'>[]): PresenceCounts {
  const counts: PresenceCounts = { found: 0, traces: 0, none: 0, unreadable: 0, unknown: 0 }
  for (const { presence = 'unknown' } of clusters) counts[presence]++
  return counts
}
