import { isClusterSummary, openCount, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { clusterTarget } from '../cluster/judge-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import type { Ports } from '../ports/ports.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'

/**
 * Ports by which a cluster that was never seen is registered right before its first record: what is stored of it then
 * counts, though the process is killed before it concludes. Another way to a cluster is not registered.
 */
export async function registeringFirst<P extends Pick<Ports, 'store' | 'clock'>>(
  found: readonly { readonly cluster: FoundCluster['cluster'] }[],
  { fleet }: Pick<RunContext, 'fleet'>,
  ports: P,
): Promise<P> {
  const { store, clock } = ports
  const known = await store.readRegistry()
  const keys = new Set(known.map(({ key }) => key))
  const targets = found.map((each) => clusterTarget(each.cluster, fleet)).filter(({ key }) => !keys.has(key))
  const fresh = new Map(targets.map((target) => [target.key, target]))
  const recordAudit: Ports['store']['recordAudit'] = async (record) => {
    const first = record.target.kind === 'cluster' && record.row.outcome !== 'alias' && fresh.get(record.target.key)
    if (first) {
      const { key, cluster, planes, team } = first
      await store.register([{ key, cluster, planes, team, open: 0, openByCheck: {}, firstSeen: clock.now() }], known)
    }
    return store.recordAudit(record)
  }
  return { ...ports, store: { ...store, recordAudit } }
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
    if (summary.row.outcome !== 'gone' && !isAlias(summary)) {
      // Waived ones too: the lists of findings show them.
      const open = openCount(summary.open) + summary.waived
      const presence = summary.presence ?? before?.presence
      seen.push({ key, cluster, planes, open, openByCheck: summary.open, presence, team, firstSeen })
    } else if (before) seen.push({ ...before, open: 0, openByCheck: {}, goneIn: run })
  }
  await store.register(seen, known)
}

/** Another way to a cluster that has a row of its own. */
export const isAlias = ({ row }: ResultSummary): boolean => row.outcome === 'alias'
