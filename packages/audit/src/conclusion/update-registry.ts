import { isClusterSummary, openCount, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { clusterTarget } from '../cluster/judge-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import type { Ports } from '../ports/ports.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'

/**
 * Registers clusters that were never seen, before they are audited: what is stored of them then counts, though the
 * process is killed before it concludes.
 */
export async function registerNew(
  found: readonly { readonly cluster: FoundCluster['cluster'] }[],
  { fleet }: Pick<RunContext, 'fleet'>,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<void> {
  const known = await store.readRegistry()
  const keys = new Set(known.map(({ key }) => key))
  const firstSeen = clock.now()
  const fresh = found
    .map((each) => clusterTarget(each.cluster, fleet))
    .filter(({ key }) => !keys.has(key))
    .map(({ key, cluster, planes, team }) => ({ key, cluster, planes, team, open: 0, openByCheck: {}, firstSeen }))
  await store.register(fresh, known)
}

/** Brings the registry to what this run saw. Clusters that the run did not look at stay as they are. */
export async function updateRegistry(
  summaries: readonly ResultSummary[],
  known: readonly RegisteredCluster[],
  { run }: Pick<RunContext, 'run'>,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<void> {
  const byKey = new Map(known.map((registered) => [registered.key, registered]))
  const now = clock.now()
  const seen: RegisteredCluster[] = []
  for (const summary of summaries.filter(isClusterSummary)) {
    const { key, cluster, planes, team } = summary.target
    const before = byKey.get(key)
    const firstSeen = before?.firstSeen ?? now
    if (summary.row.outcome !== 'gone') {
      // Waived ones too: the lists of findings show them.
      const open = openCount(summary.open) + summary.waived
      seen.push({ key, cluster, planes, open, openByCheck: summary.open, team, firstSeen })
    } else if (before) seen.push({ ...before, open: 0, openByCheck: {}, goneIn: run })
  }
  await store.register(seen, known)
}
