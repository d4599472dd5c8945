import type { PlaneCheck } from '@fleet-auditor/checks/define.ts'
import { evaluatePlane } from '@fleet-auditor/checks/evaluate.ts'
import { planeChecks } from '@fleet-auditor/checks/registry.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { RulesOfRun } from './audit-cluster.ts'
import { auditDeclared, type DeclaredAudit } from './audit-declared.ts'
import type { Auditing } from './auditing.ts'
import type { AuditPlanes } from './night/audit-shard.ts'
import type { Telling } from './night/cluster-report.ts'
import { judgedPlane, planeReport } from './night/plane-report.ts'
import { runInWork } from './night/run-in-work.ts'
import type { Ports } from './ports.ts'
import { createRulesOfRun } from './rules-of-run.ts'

export interface PlaneAudit extends DeclaredAudit {
  readonly plane: Plane
}

/** One plane, from what the fleet file declares of it to its stored night. */
export async function auditPlane(
  plane: Plane,
  checks: readonly PlaneCheck[],
  auditing: Pick<Auditing, 'run' | 'ruleSet'>,
  ports: Pick<Ports, 'store' | 'clock'>,
  rulesOfRun: RulesOfRun,
): Promise<PlaneAudit> {
  const owner = { kind: 'plane', key: plane.name } as const
  const row = { id: `plane:${plane.name}`, kind: 'plane', outcome: 'audited' } as const
  const judge = (takenAt: string) => evaluatePlane(checks, { plane, takenAt })
  return { plane, ...(await auditDeclared(owner, row, judge, auditing, ports, rulesOfRun)) }
}

/** The planes of one shard. One that the fleet file no longer declares is a row that says so. */
export const auditPlanes: AuditPlanes = async (names, auditing, ports) => {
  const { run, fleet } = auditing
  const rulesOfRun = createRulesOfRun(ports.store)
  const telling: Telling = { run, fleet, startedAt: (await runInWork(run, ports.store)).startedAt }
  const reports: ClusterReport[] = []
  for (const name of names) {
    const plane = fleet.planes.find((each) => each.name === name)
    if (!plane) reports.push(planeReport(name, undeclared(name), ports.clock.now()))
    else {
      const audit = await auditPlane(plane, planeChecks, auditing, ports, rulesOfRun)
      reports.push(await judgedPlane(audit, telling, ports.store, rulesOfRun))
    }
  }
  return reports
}

const undeclared = (name: string) =>
  ({
    id: `plane:${name}`,
    kind: 'plane',
    outcome: 'failed',
    cause: 'undeclared',
    detail: 'the fleet file no longer declares this plane',
  }) as const
