import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { PlaneAudit } from '../fleet/audit-plane.ts'
import type { Store } from '../ports/store.ts'
import { openOf, unknownsOf, type Telling } from './cluster-report.ts'
import { declaredChanges } from './conclusion-reports.ts'

/** A plane that nobody came to judge: a report among those of clusters, under the key `plane:<name>`. */
export const planeReport = (name: string, row: LedgerRow, takenAt: string): ClusterReport => ({
  target: { kind: 'plane', key: name },
  key: `plane:${name}`,
  cluster: { id: `plane:${name}`, locator: `plane:${name}`, name, provider: 'kubeconfig', scope: 'planes', labels: {} },
  planes: [name],
  row,
  takenAt,
  first: false,
  open: {},
  waived: 0,
  unknowns: [],
  changes: [],
  latency: [],
})

/** A plane's report from its night just judged. */
export async function judgedPlane(
  audit: PlaneAudit,
  telling: Telling,
  store: Pick<Store, 'readHistory' | 'readTransitions'>,
  rulesOfRun: RulesOfRun,
): Promise<ClusterReport> {
  const { plane, row, takenAt, compared, verdicts } = audit
  const target = { kind: 'plane', key: plane.name } as const
  return {
    ...planeReport(plane.name, row, takenAt),
    team: plane.team,
    ...(await declaredChanges(target, audit, telling, store, rulesOfRun)),
    ...openOf(compared.findings, undefined, telling),
    unknowns: unknownsOf(verdicts),
  }
}
