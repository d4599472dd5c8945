import { planeChecks } from '@fleet-auditor/checks/registry.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import { auditPlane } from './audit-plane.ts'
import type { AuditPlanes } from '../fan-out/audit-shard.ts'
import type { Telling } from '../results/cluster-report.ts'
import { judgedPlane, planeReport } from '../results/plane-report.ts'
import { runInWork } from '../fan-out/started-run.ts'
import { createRulesOfRun } from '../rules-of-run.ts'

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
