import pLimit from 'p-limit'
import type { CollectedCluster, CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import type { Auditing } from '../auditing.ts'
import { collectCluster } from '../cluster/collect-cluster.ts'
import { discoverFleet, type FoundCluster } from '../discovery/discover-fleet.ts'
import { contextOf } from '../cluster/judge-cluster.ts'
import type { Ports } from '../ports/ports.ts'
import { probeCluster } from '../cluster/probe-cluster.ts'
import { selectClusters, type Selection } from '../discovery/select-clusters.ts'

export interface Collecting extends Pick<Auditing, 'fleet' | 'clusterDeadlineMs' | 'probeTimeoutMs' | 'signal'> {
  readonly scopes: readonly Scope[]
  readonly selection: Selection
  readonly concurrency: number
  readonly scopeDeadlineMs: number
}

export interface CollectedFleet {
  readonly payload: CollectedPayload
  /** Scopes and clusters that are not in the payload, each with its cause. */
  readonly unread: readonly LedgerRow[]
}

type CollectingPorts = Omit<Ports, 'store'>

/** Photographs clusters from where this process stands, for `ingest` to judge elsewhere. Judges and stores nothing. */
export async function collectFleet(collecting: Collecting, ports: CollectingPorts): Promise<CollectedFleet> {
  const { found, scopes } = await discoverFleet(collecting.scopes, ports, collecting)
  const everyScopeRead = scopes.every((scope) => scope.complete)
  const selected = selectClusters(found, collecting.selection, everyScopeRead)
  const limit = pLimit(collecting.concurrency)
  const seen = await Promise.all(selected.map((each) => limit(() => collectOne(each, collecting, ports))))
  const clusters = seen.flatMap((each) => ('sections' in each ? [each] : []))
  const missed = seen.flatMap((each) => ('sections' in each ? [] : [each]))
  return {
    payload: { fleet: collecting.fleet.fleet, collectedAt: ports.clock.now(), clusters },
    unread: [...scopes.filter((scope) => !scope.complete).map(({ row }) => row), ...missed],
  }
}

/** A cluster whose kube-system nobody read could be any: it proves no identity and is left out. */
async function collectOne(
  found: FoundCluster,
  collecting: Collecting,
  ports: CollectingPorts,
): Promise<CollectedCluster | LedgerRow> {
  const { sections, takenAt, row, counters, access } = await collectCluster(found, collecting, ports)
  if (sections.kubeSystem.status === 'failed' || !counters) {
    const { cause, detail } = sections.kubeSystem.status === 'failed' ? sections.kubeSystem : row
    return { ...row, outcome: 'failed', cause, detail: detail || undefined }
  }
  const context = contextOf(found.cluster, sections, { takenAt, reachedBefore: false, observations: [] }, collecting)
  const observations = await probeCluster(sections, context, access, collecting, ports)
  ports.progress({ kind: 'cluster-ended', row, verdicts: [] })
  return { cluster: found.cluster, takenAt, sections, counters, observations }
}
