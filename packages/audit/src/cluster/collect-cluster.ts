import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import type { Counters, Sections, Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { withDeadline } from '../deadline.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { dialling, discoverersOf, planesOf } from '../fleet/declared.ts'
import type { ApiAccess, Connectors } from '../ports/connector.ts'
import type { Ports } from '../ports/ports.ts'
import { orderingTime } from '../results/result-order.ts'
import type { RunContext } from '../run-context.ts'
import { clusterTimeOf } from './cluster-time.ts'
import { failedSections, failuresOf } from './failed-sections.ts'
import { withAuthority } from './identity-evidence.ts'

/** What was read of one cluster. */
export interface ClusterSnapshot {
  readonly found: FoundCluster
  readonly sections: Sections
  /** Its place among the snapshots of this cluster, ISO 8601. */
  readonly takenAt: string
  /** The cluster's own clock, by which the ages of its objects are judged; ours where nothing answered. */
  readonly clusterTime: string
  /** The API server's clock and ours differ: which of them is right is not known. */
  readonly clocksDiffer?: boolean
  readonly row: LedgerRow
  readonly counters?: Counters
  readonly access?: ApiAccess
}

/** Connects and collects within the cluster's deadline. What fails is in the sections and the ledger row. */
export function collectCluster(
  found: FoundCluster,
  context: Pick<RunContext, 'fleet' | 'limits' | 'signal'>,
  ports: Pick<Ports, 'connectors' | 'collector' | 'clock'>,
): Promise<ClusterSnapshot> {
  return withDeadline(context.signal, context.limits.clusterDeadlineMs, async (signal) => {
    const begun = ports.clock.now()
    const access = await accessTo(found, ports.connectors, signal)
    if (access.status === 'failed') return unread(found, access, ports)
    const collection = await ports.collector.collect(
      access.value,
      {
        provider: found.cluster.provider,
        discoverers: discoverersOf(planesOf(context.fleet, found.cluster)),
        recognise: context.fleet.recognise,
        brokerConnections: context.fleet.brokerConnections,
        vantage: dialling(context.fleet),
      },
      signal,
    )
    const connection = withAuthority(collection.sections.connection, access.value)
    const sections = { ...collection.sections, connection, cloud: cloudOf(found.cluster) }
    const takenAt = orderingTime(collection.takenAt, begun, ports.clock.now())
    return {
      found,
      sections,
      takenAt,
      clusterTime: clusterTimeOf(collection),
      clocksDiffer: takenAt !== collection.takenAt,
      row: rowOf(found.cluster, sections),
      counters: collection.counters,
      access: access.value,
    }
  })
}

async function accessTo(found: FoundCluster, connectors: Connectors, signal: AbortSignal): Promise<Section<ApiAccess>> {
  const { cluster, scope } = found
  const cloud = cluster.cloud
  if (cloud?.status === 'collected' && !cloud.value.running) {
    return failed('unreachable', `not running: the cloud says ${cloud.value.status}`)
  }
  return connect(cluster, scope, connectors, signal)
}

async function connect(
  cluster: Cluster,
  scope: Scope,
  connectors: Connectors,
  signal: AbortSignal,
): Promise<Section<ApiAccess>> {
  switch (scope.provider) {
    case 'eks':
      return (await connectors.eks()).connect(cluster, scope, signal)
    case 'gke':
      return (await connectors.gke()).connect(cluster, scope, signal)
    case 'aks':
      return (await connectors.aks()).connect(cluster, scope, signal)
    case 'kubeconfig':
      return (await connectors.kubeconfig()).connect(cluster, scope, signal)
  }
}

const cloudOf = (cluster: Cluster): Sections['cloud'] =>
  cluster.cloud ??
  failed('undeclared', 'known only by a kubeconfig context: no cloud was asked', {
    kind: 'action',
    sentence: 'name the account, project or subscription of this cluster under sources in the fleet file',
  })

function unread(found: FoundCluster, failure: Failed, ports: Pick<Ports, 'clock'>): ClusterSnapshot {
  const sections = { ...failedSections(failure), cloud: cloudOf(found.cluster) }
  const takenAt = ports.clock.now()
  return { found, sections, takenAt, clusterTime: takenAt, row: rowOf(found.cluster, sections) }
}

/** How the reading of a cluster ended. */
export function rowOf(cluster: Cluster, sections: Sections): LedgerRow {
  const row = { id: cluster.id, kind: 'cluster' } as const
  const cancelled = Object.values(failuresOf(sections)).find(({ cause }) => cause === 'cancelled')
  if (cancelled) return { ...row, outcome: 'cancelled', cause: 'cancelled', detail: cancelled.detail }
  const { connection, workloads } = sections
  if (connection.status === 'collected') {
    // All that is known of Meshery hangs on its workloads: a cluster where they may not be listed was not audited.
    if (workloads.status === 'collected') return { ...row, outcome: 'audited' }
    return { ...row, outcome: 'partial', cause: workloads.cause, detail: workloads.detail }
  }
  const { cause, detail } = connection
  const notRunning = cluster.cloud?.status === 'collected' && !cluster.cloud.value.running
  return { ...row, outcome: notRunning ? 'not-running' : 'unreachable', cause, detail }
}

/** What of a snapshot is stored. */
export const storedSnapshot = ({ found, takenAt, sections }: ClusterSnapshot): Snapshot => ({
  locator: found.cluster.locator,
  provider: found.cluster.provider,
  takenAt,
  sections,
})
