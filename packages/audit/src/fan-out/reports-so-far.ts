import pLimit from 'p-limit'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { clusterKey } from '../hash.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import type { Store } from '../ports/store.ts'
import type { Telling } from '../results/cluster-report.ts'
import { storedReport } from '../results/stored-report.ts'

/** Histories read at once. */
const atOnce = 16

/** What earlier workers of a shard left: reports they put (`known`), and nights they stored and did not live to tell. */
export async function reportsSoFar(
  { run, shard }: { readonly run: string; readonly shard: number },
  clusters: readonly FoundCluster[],
  telling: Telling,
  { ledger, store }: { readonly ledger: RunLedger; readonly store: Store },
  rulesOfRun: RulesOfRun,
): Promise<{ readonly known: readonly ClusterReport[]; readonly rebuilt: readonly ClusterReport[] }> {
  const known = (await ledger.readReports(run, shard)).get(shard) ?? []
  const rebuilt = await rebuiltReports(clusters, known, telling, store, rulesOfRun)
  return { known, rebuilt }
}

/** Of clusters without a report, the reports of those that have a night in this run. */
export async function rebuiltReports(
  clusters: readonly FoundCluster[],
  known: readonly ClusterReport[],
  telling: Telling,
  store: Store,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport[]> {
  const told = new Set(known.map(({ key }) => key))
  const untold = clusters.filter(({ cluster }) => !told.has(clusterKey(cluster.locator)))
  const limit = pLimit(atOnce)
  const reports = await Promise.all(untold.map((each) => limit(() => storedReport(each, telling, store, rulesOfRun))))
  return reports.filter((report) => report !== undefined)
}
