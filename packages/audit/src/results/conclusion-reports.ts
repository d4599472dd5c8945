import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import type { Change } from '@fleet-auditor/model/finding.ts'
import type { Compared } from '@fleet-auditor/checks/compare.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { DeclaredAudit } from '../fleet/audit-declared.ts'
import type { FleetAudit } from '../fleet/audit-whole-fleet.ts'
import type { GoneCluster } from '../fleet/close-gone.ts'
import type { Head, Store } from '../ports/store.ts'
import { changesOfRun } from './changes-of-run.ts'
import { identityOf, openOf, toldChanges, unknownsOf, type Telling } from './cluster-report.ts'
import { nightsAround } from './earlier-nights.ts'

type Reading = Pick<Store, 'readHistory' | 'readTransitions'>

/** A conclusion that is run once more compares with its own first try: what that changed is in the store. */
async function changes(
  target: Target,
  { compared, before }: { readonly compared: Compared; readonly before?: Head },
  run: string,
  store: Reading,
  rulesOfRun: RulesOfRun,
): Promise<readonly Change[]> {
  if (before?.run !== run) return compared.changes
  const { before: earlier } = await nightsAround(target, run, store, rulesOfRun)
  return changesOfRun(run, compared.findings, earlier, store)
}

/** A cluster whose history this run ended. */
export async function goneReport(
  gone: GoneCluster,
  telling: Telling,
  store: Reading,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport> {
  const { facts, row, takenAt } = gone
  const target: Target = { kind: 'cluster', key: facts.key }
  const told = await changes(target, gone, telling.run, store, rulesOfRun)
  return {
    ...identityOf(facts.cluster, telling.fleet),
    row,
    takenAt,
    first: false,
    open: {},
    waived: 0,
    unknowns: [],
    changes: toldChanges(told, facts.cluster, telling),
    latency: [],
  }
}

/** What changed of something declared (the fleet, a plane); on its first night nothing is told, only counted. */
export async function declaredChanges(
  target: Target,
  audit: DeclaredAudit,
  telling: Telling,
  store: Reading,
  rulesOfRun: RulesOfRun,
): Promise<Pick<ClusterReport, 'first' | 'changes'>> {
  if (audit.before === undefined) return { first: true, changes: [] }
  if (audit.before.run === telling.run && (await isFirst(target, telling.run, store, rulesOfRun))) {
    return { first: true, changes: [] }
  }
  const told = await changes(target, audit, telling.run, store, rulesOfRun)
  return { first: false, changes: toldChanges(told, undefined, telling) }
}

async function isFirst(target: Target, run: string, store: Reading, rulesOfRun: RulesOfRun): Promise<boolean> {
  const { before } = await nightsAround(target, run, store, rulesOfRun)
  return before.nights.length === 0
}

/** What was found of the fleet as a whole: a report among those of clusters, under the key `fleet`. */
export async function fleetReport(
  audit: FleetAudit,
  telling: Telling,
  store: Reading,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport> {
  const name = telling.fleet.fleet
  return {
    target: fleetTarget,
    key: 'fleet',
    cluster: { id: 'fleet', locator: 'fleet', name, provider: 'kubeconfig', scope: 'fleet', labels: {} },
    planes: [],
    row: audit.row,
    takenAt: audit.takenAt,
    ...(await declaredChanges(fleetTarget, audit, telling, store, rulesOfRun)),
    ...openOf(audit.compared.findings, undefined, telling),
    unknowns: unknownsOf(audit.verdicts),
    latency: [],
  }
}
