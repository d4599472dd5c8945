import type { CollectedCluster, CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { orFailed } from '../cluster/audit-cluster.ts'
import { collectCluster } from '../cluster/collect-cluster.ts'
import { contextOf } from '../cluster/judge-cluster.ts'
import { probeCluster } from '../cluster/probe-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { findClusters, type Asked } from '../discovery/find-clusters.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'

type CollectContext = Pick<RunContext, 'fleet' | 'limits' | 'signal'>
type CollectPorts = Omit<Ports, 'store' | 'scopeListers'>

export interface CollectedFleet {
  readonly payload: CollectedPayload
  /** Scopes and clusters that are not in the payload, each with its cause. */
  readonly unread: readonly LedgerRow[]
}

type Collected = { readonly cluster: CollectedCluster } | { readonly unread: LedgerRow }

/** Collects clusters from where this process stands, for `ingest` to judge elsewhere. Judges and stores nothing. */
export async function collectFleet(
  asked: Asked,
  context: CollectContext,
  ports: CollectPorts,
): Promise<CollectedFleet> {
  const { selected, scopes, unread } = await findClusters(asked, context, ports)
  const collected = await mapConcurrent(selected, context.limits.concurrency, (each) =>
    orFailed(
      (): Promise<Collected> => collectOne(each, context, ports),
      (ended) => ({ unread: { id: each.cluster.id, kind: 'cluster' as const, ...ended } }),
    ),
  )
  const clusters = collected.flatMap((each) => ('cluster' in each ? [each.cluster] : []))
  return {
    payload: { fleet: context.fleet.fleet, collectedAt: ports.clock.now(), clusters },
    unread: [
      ...[...unread.values()].flat(),
      ...scopes.filter(({ complete }) => !complete).map(({ row }) => row),
      ...collected.flatMap((each) => ('unread' in each ? [each.unread] : [])),
    ],
  }
}

/** A cluster whose kube-system was not read could be any: it proves no identity and is left out. */
async function collectOne(found: FoundCluster, context: CollectContext, ports: CollectPorts): Promise<Collected> {
  const snapshot = await collectCluster(found, context, ports)
  const { sections, takenAt, row, counters } = snapshot
  if (sections.kubeSystem.status === 'failed' || !counters) {
    const { cause, detail } = sections.kubeSystem.status === 'failed' ? sections.kubeSystem : row
    return { unread: { ...row, outcome: 'failed', cause: cause ?? row.cause, detail: detail ?? row.detail } }
  }
  const clusterContext = contextOf(snapshot, [], { reachedBefore: false }, context)
  const observations = await probeCluster(snapshot, clusterContext, context, ports)
  ports.progress({ kind: 'cluster-ended', row, verdicts: [] })
  return { cluster: { cluster: found.cluster, takenAt, sections, counters, observations } }
}
