import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import { clusterKey } from '../hash.ts'
import type { ConcludingPorts } from '../conclusion/conclude-night.ts'
import { diedOver } from './audit-part.ts'
import { reportOfRow, type Telling } from '../results/cluster-report.ts'
import type { ItemFailures, WhatWentWrong } from './item-failures.ts'
import { planeReport } from '../results/plane-report.ts'
import { rebuiltReports } from './reports-so-far.ts'
import type { ShardPlan } from './shard-plan.ts'

const outOfTime: WhatWentWrong = {
  cause: 'timeout',
  detail: 'the time of its shard ended before this cluster was begun',
}

/**
 * A report for every planned cluster and plane, in the order of the plan: its worker's, else one from its stored night,
 * else a row with the cause.
 */
export async function endedReports(
  plan: ShardPlan,
  telling: Telling,
  failures: ItemFailures,
  ports: ConcludingPorts,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport[]> {
  const byShard = await ports.ledger.readReports(telling.run)
  const told = new Map<string, ClusterReport>()
  for (const report of [...byShard.values()].flat()) told.set(report.key, report)
  const trusted = [...told.values()].filter(({ row }) => row.detail !== diedOver)
  const clusters = plan.shards.flatMap((shard) => shard.clusters)
  for (const report of await rebuiltReports(clusters, trusted, telling, ports.store, rulesOfRun)) {
    told.set(report.key, report)
  }
  const now = ports.clock.now()
  return plan.shards.flatMap((shard, index) => {
    const remaining = byShard.has(index) && !failures.has(`shard/${index}`)
    const why = remaining ? outOfTime : failures.of(failures.has('plan-shards') ? 'plan-shards' : `shard/${index}`)
    return [
      ...shard.clusters.map(
        (found) =>
          told.get(clusterKey(found.cluster.locator)) ??
          reportOfRow(found, failedRow(found.cluster.id, why), now, telling.fleet),
      ),
      ...shard.planes.map(
        (name) =>
          told.get(`plane:${name}`) ?? planeReport(name, { ...failedRow(`plane:${name}`, why), kind: 'plane' }, now),
      ),
    ]
  })
}

const failedRow = (id: string, { cause, detail }: WhatWentWrong): LedgerRow => ({
  id,
  kind: 'cluster',
  outcome: 'failed',
  cause,
  detail,
})
