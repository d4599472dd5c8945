import type { ResultSummary, ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import { clusterTarget } from '../cluster/judge-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import { storedSummary } from '../results/stored-summary.ts'
import type { RunContext } from '../run-context.ts'

type Reporting = Pick<RunContext, 'run' | 'fleet' | 'startedAt'>

/** Histories read at once. */
const atOnce = 16

/** What earlier workers of a shard left: summaries they put (`known`), and results they stored without a summary. */
export async function summariesSoFar(
  { run, shard }: { readonly run: string; readonly shard: number },
  clusters: readonly FoundCluster[],
  context: Reporting,
  ports: Pick<Ports, 'store'>,
): Promise<{ readonly known: readonly ResultSummary[]; readonly rebuilt: readonly ResultSummary[] }> {
  const known = (await ports.store.ledger.readReports(run, shard)).get(shard) ?? []
  const reported = new Set(known.map(({ target }) => target.key))
  const targets = clusters.map(({ cluster }) => clusterTarget(cluster, context.fleet))
  const missing = targets.filter(({ key }) => !reported.has(key))
  return { known, rebuilt: await rebuiltSummaries(missing, context, ports) }
}

/** Of targets without a summary, those of the ones that have a record in this run. */
export async function rebuiltSummaries(
  missing: readonly ResultTarget[],
  context: Reporting,
  ports: Pick<Ports, 'store'>,
): Promise<ResultSummary[]> {
  const summaries = await mapConcurrent(missing, atOnce, (target) => storedSummary(target, context, ports))
  return summaries.filter((summary) => summary !== undefined)
}
