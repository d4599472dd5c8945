import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { auditPlanes } from '../fleet/audit-planes.ts'
import type { Ports } from '../ports/ports.ts'
import { summarised } from '../results/stored-summary.ts'
import type { RunContext } from '../run-context.ts'
import { startedRun } from './started-run.ts'

/** Audits the planes of one shard: they are declared, so that store and clock are all it takes. May be run again. */
export async function auditPlaneShard(
  { run, shard }: { readonly run: string; readonly shard: number },
  context: Pick<RunContext, 'run' | 'fleet' | 'rules' | 'checks'>,
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<void> {
  const { ledger } = ports.store
  const [plan, opened] = await Promise.all([ledger.readShard(run, shard), startedRun(run, ports)])
  if (!plan)
    throw new AuditorError('internal', `run ${run} has no shard ${shard}`, { remedy: 'plan-shards comes first' })
  if (opened.state !== 'running') return
  const ofRun = { ...context, startedAt: opened.startedAt }
  const results = await auditPlanes(plan.planes, ofRun, ports)
  const summaries = await Promise.all(results.map((result) => summarised(result, ofRun, ports)))
  await ledger.putReports(run, shard, 0, summaries)
}
