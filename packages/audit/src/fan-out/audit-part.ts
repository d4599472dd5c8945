import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { attemptCluster } from '../cluster/attempt-cluster.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { clusterKey } from '../hash.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { ShardAuditing, ShardItem, ShardPorts } from './audit-shard.ts'
import { reportOfRow, type Telling } from '../results/cluster-report.ts'
import { reportOfNight } from '../results/stored-report.ts'

/** Beyond a cluster's own deadline and its probes: what storing it and telling of it take at most, in milliseconds. */
const reserveMs = 10_000

export const diedOver = 'the worker died while auditing this cluster'

export interface PartOfShard {
  readonly item: ShardItem
  /** Some worker began this pass before: one cluster at a time, each marked first. */
  readonly again: boolean
  readonly telling: Telling
  readonly rulesOfRun: RulesOfRun
}

/** Audits clusters while there is time to begin them; `left`: how many were not begun. */
export async function auditPart(
  clusters: readonly FoundCluster[],
  part: PartOfShard,
  auditing: ShardAuditing,
  ports: ShardPorts,
): Promise<{ readonly reports: readonly ClusterReport[]; readonly left: number }> {
  const reserve = auditing.clusterDeadlineMs + auditing.probeTimeoutMs + reserveMs
  const mayBegin = (): boolean => auditing.remainingMs() >= reserve && !auditing.signal.aborted
  const atOnce = part.again ? 1 : auditing.concurrency
  const audited = await mapConcurrent(clusters, atOnce, async (found) =>
    mayBegin() ? auditOne(found, part, auditing, ports) : undefined,
  )
  const reports = audited.filter((report) => report !== undefined)
  return { reports, left: clusters.length - reports.length }
}

async function auditOne(
  found: FoundCluster,
  { item, again, telling, rulesOfRun }: PartOfShard,
  auditing: ShardAuditing,
  ports: ShardPorts,
): Promise<ClusterReport> {
  const { run, shard } = item
  const first = !again || (await ports.ledger.claimCluster(run, shard, clusterKey(found.cluster.locator)))
  const ended = first ? await attemptCluster(found, auditing, ports, rulesOfRun) : diedRow(found, ports)
  if ('compared' in ended) return reportOfNight(ended, telling, ports.store, rulesOfRun)
  return reportOfRow(found, ended, ports.clock.now(), telling.fleet)
}

function diedRow({ cluster }: FoundCluster, ports: Pick<ShardPorts, 'progress'>): LedgerRow {
  const row: LedgerRow = { id: cluster.id, kind: 'cluster', outcome: 'failed', cause: 'tool-error', detail: diedOver }
  ports.progress({ kind: 'cluster-ended', row, verdicts: [] })
  return row
}
