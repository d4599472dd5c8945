import { openCount, type ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { GoneCluster } from '../fleet/close-gone.ts'
import { isClusterReport } from '../results/cluster-report.ts'
import type { Ports } from '../ports/ports.ts'
import type { RegisteredCluster } from '../ports/store.ts'

/** Brings the registry to what this run saw. Clusters the run did not look at stay as they are. */
export async function updateRegistry(
  reports: readonly ClusterReport[],
  gone: readonly GoneCluster[],
  run: string,
  known: readonly RegisteredCluster[],
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<void> {
  const byKey = new Map(known.map((registered) => [registered.key, registered]))
  const now = ports.clock.now()
  const seen: RegisteredCluster[] = []
  for (const report of reports.filter(isClusterReport)) {
    const { key, cluster, planes, team } = report
    const firstSeen = byKey.get(key)?.firstSeen ?? now
    seen.push({
      key,
      cluster,
      planes,
      // Waived ones too: the lists of findings show them.
      open: openCount(report.open) + report.waived,
      openByCheck: report.open,
      team,
      firstSeen,
    })
  }
  for (const { facts } of gone) {
    const before = byKey.get(facts.key)
    if (before) seen.push({ ...before, open: 0, openByCheck: {}, goneIn: run })
  }
  await ports.store.register(seen, known)
}
