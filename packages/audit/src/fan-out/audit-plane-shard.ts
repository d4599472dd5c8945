import { auditPlanes } from '../fleet/audit-planes.ts'
import type { Ports } from '../ports/ports.ts'
import { summarised } from '../results/stored-summary.ts'
import type { RunContext } from '../run-context.ts'
import { fleetOfRun } from '../waivers/in-force.ts'
import { plannedShard, startedRun } from './start-run.ts'

/** Audits the planes of one shard: what is declared of them, and what probes see. May be run again. */
export async function auditPlaneShard(
  item: { readonly run: string; readonly shard: number },
  context: Pick<RunContext, 'run' | 'fleet' | 'rules' | 'checks' | 'limits' | 'signal'>,
  ports: Pick<Ports, 'store' | 'clock' | 'prober'>,
): Promise<void> {
  const { run, shard } = item
  const [plan, opened] = await Promise.all([plannedShard(item, ports), startedRun(run, ports)])
  if (opened.state !== 'running') return
  const ofRun = { ...context, fleet: fleetOfRun(context.fleet, opened), startedAt: opened.startedAt }
  const results = await auditPlanes(plan.planes, ofRun, ports)
  const summaries = await Promise.all(results.map((result) => summarised(result, ofRun, ports)))
  await ports.store.ledger.putReports(run, shard, 0, summaries)
}
