import { isClusterSummary, openCount, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Ports } from '../ports/ports.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'

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
