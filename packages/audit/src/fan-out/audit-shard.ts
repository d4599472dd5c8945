import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterKey } from '../hash.ts'
import type { RunContext } from '../run-context.ts'
import { fleetOfRun } from '../waivers/in-force.ts'
import { auditPart, type ShardItem, type ShardPorts } from './audit-part.ts'
import { plannedShard, startedRun } from './start-run.ts'
import { summariesSoFar } from './summaries-so-far.ts'

/**
 * Audits the clusters of a shard; `remaining`: how many its time does not allow to start. Delivered again, it does what
 * has no record yet, one at a time and each claimed first: one that was claimed and has no record killed its worker, and
 * is not tried again.
 */
export async function auditShard(
  item: ShardItem,
  context: RunContext,
  ports: ShardPorts,
): Promise<{ readonly remaining: number }> {
  const { run, shard, pass } = item
  const { ledger } = ports.store
  const [plan, opened] = await Promise.all([plannedShard(item, ports), startedRun(run, ports)])
  if (plan.worker === 'planes') throw new AuditorError('internal', `shard ${shard} of run ${run} holds planes`)
  if (opened.state !== 'running') return { remaining: 0 }
  const ofRun = { ...context, fleet: fleetOfRun(context.fleet, opened), startedAt: opened.startedAt }
  const again = !(await ledger.claimPass(run, shard, pass))
  const none = { known: [], rebuilt: [] }
  const done = again || pass > 0 ? await summariesSoFar(item, plan.clusters, ofRun, ports) : none
  const keys = new Set([...done.known, ...done.rebuilt].map(({ target }) => target.key))
  const rest = plan.clusters.filter(({ cluster }) => !keys.has(clusterKey(cluster.locator)))
  const { summaries, remaining } = await auditPart(rest, { item, again }, ofRun, ports)
  // Those of earlier passes lie there; those of this pass are replaced by what is put.
  await ledger.putReports(run, shard, pass, [...(again ? done.known : []), ...done.rebuilt, ...summaries])
  return { remaining }
}
