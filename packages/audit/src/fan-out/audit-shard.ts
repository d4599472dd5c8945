import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import { createRulesOfRun } from '../rules-of-run.ts'
import { clusterKey } from '../hash.ts'
import type { Auditing } from '../auditing.ts'
import type { AuditPorts } from '../ports/ports.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import { auditPart } from './audit-part.ts'
import type { Telling } from '../results/cluster-report.ts'
import { runInWork } from './started-run.ts'
import { reportsSoFar } from './reports-so-far.ts'

/** Planes a worker audits, by their names. */
export type AuditPlanes = (
  names: readonly string[],
  auditing: ShardAuditing,
  ports: ShardPorts,
) => Promise<readonly ClusterReport[]>

export interface ShardAuditing extends Auditing {
  readonly concurrency: number
  /** Milliseconds until this worker is ended. */
  remainingMs(): number
  /** Only the worker of planes brings it. */
  readonly auditPlanes?: AuditPlanes
}

export type ShardPorts = AuditPorts & { readonly ledger: RunLedger }

/** One delivery of a shard; `pass`: how often it was handed back. */
export interface ShardItem {
  readonly run: string
  readonly shard: number
  readonly pass: number
}

/**
 * Audits the clusters of a shard, and hands back (`left`) how many its time does not allow to begin. Delivered again,
 * it does what has no night yet, one at a time and each marked first: one that was marked and has no night killed its
 * worker, and is not tried again.
 */
export async function auditShard(
  item: ShardItem,
  auditing: ShardAuditing,
  ports: ShardPorts,
): Promise<{ readonly left: number }> {
  const { run, shard, pass } = item
  const [plan, opened] = await Promise.all([ports.ledger.readShard(run, shard), runInWork(run, ports.store)])
  if (!plan)
    throw new AuditorError('internal', `run ${run} has no shard ${shard}`, { remedy: 'plan-shards comes first' })
  if (opened.state !== 'running') return { left: 0 }
  const again = !(await ports.ledger.claimPass(run, shard, pass))
  if (plan.worker === 'planes') return auditPlanesOf(item, plan.planes, auditing, ports)
  const telling: Telling = { run, fleet: auditing.fleet, startedAt: opened.startedAt }
  const rulesOfRun = createRulesOfRun(ports.store)
  const done =
    again || pass > 0 ? await reportsSoFar(item, plan.clusters, telling, ports, rulesOfRun) : { known: [], rebuilt: [] }
  const keys = new Set([...done.known, ...done.rebuilt].map(({ key }) => key))
  const rest = plan.clusters.filter(({ cluster }) => !keys.has(clusterKey(cluster.locator)))
  const { reports, left } = await auditPart(rest, { item, again, telling, rulesOfRun }, auditing, ports)
  // Those of earlier passes lie there; those of this pass are replaced by what is put.
  await ports.ledger.putReports(run, shard, pass, [...(again ? done.known : []), ...done.rebuilt, ...reports])
  return { left }
}

async function auditPlanesOf(
  { run, shard, pass }: ShardItem,
  names: readonly string[],
  auditing: ShardAuditing,
  ports: ShardPorts,
): Promise<{ readonly left: number }> {
  if (!auditing.auditPlanes) throw new AuditorError('internal', 'this worker audits no planes')
  await ports.ledger.putReports(run, shard, pass, await auditing.auditPlanes(names, auditing, ports))
  return { left: 0 }
}
