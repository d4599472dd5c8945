import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { ClusterAudit } from '../cluster/cluster-audit.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { clusterKey } from '../hash.ts'
import type { Store } from '../ports/store.ts'
import { changesOfRun } from './changes-of-run.ts'
import { identityOf, openOf, reportOf, toldChanges, unknownsOf, type Telling } from './cluster-report.ts'
import { nightsAround } from './earlier-nights.ts'
import { endedWaivers } from './ended-waivers.ts'
import { latencyTo } from './latency.ts'

type Reading = Pick<Store, 'readHistory' | 'readState' | 'readTransitions'>

/** A cluster's report from its stored night: its worker died after it, or it was told twice. Without one: undefined. */
export async function storedReport(
  { cluster }: Pick<FoundCluster, 'cluster'>,
  telling: Telling,
  store: Reading,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport | undefined> {
  const target: Target = { kind: 'cluster', key: clusterKey(cluster.locator) }
  const { night, before } = await nightsAround(target, telling.run, store, rulesOfRun)
  if (!night) return undefined
  const { head, findings } = await store.readState(target)
  const superseded = night.row.outcome === 'superseded'
  const first = before.nights.length === 0 && !superseded
  const quiet = first || superseded
  const changes = toldChanges(quiet ? [] : await changesOfRun(telling.run, findings, before, store), cluster, telling)
  return {
    ...identityOf(cluster, telling.fleet),
    row: night.row,
    takenAt: night.takenAt,
    staleSince: head?.run === telling.run && head.staleSince ? head.staleSince : undefined,
    first,
    ...openOf(findings, cluster, telling),
    unknowns: unknownsOf(night.verdicts),
    changes,
    ...endedWaivers(findings, changes, cluster, quiet ? undefined : before.nights[0]?.takenAt, telling),
    latency: latencyTo(cluster, night.observations, telling.fleet),
  }
}

/**
 * The report of a night just audited. Where this run had audited the cluster already, or a newer night is stored, the
 * comparison at hand is not what the run came to: the store is asked.
 */
export async function reportOfNight(
  audit: ClusterAudit,
  telling: Telling,
  store: Reading,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport> {
  const doubled = audit.before?.run === telling.run || audit.row.outcome === 'superseded'
  const stored = doubled ? await storedReport(audit.found, telling, store, rulesOfRun) : undefined
  return stored ?? reportOf(audit, telling)
}
