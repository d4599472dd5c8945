import type { FleetCheck } from '@fleet-auditor/checks/define.ts'
import { evaluateFleet } from '@fleet-auditor/checks/evaluate.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { fleetTarget } from '@fleet-auditor/model/target.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import { auditDeclared, type DeclaredAudit } from './audit-declared.ts'
import type { Auditing } from '../auditing.ts'
import type { Ports } from '../ports/ports.ts'

export type FleetAudit = DeclaredAudit

/** The checks that only the fleet as a whole can answer. Never run when only a part of it was asked for. */
export const auditWholeFleet = (
  facts: readonly ClusterFacts[],
  checks: readonly FleetCheck[],
  auditing: Pick<Auditing, 'run' | 'ruleSet' | 'fleet'>,
  ports: Pick<Ports, 'store' | 'clock'>,
  rulesOfRun: RulesOfRun,
): Promise<FleetAudit> =>
  auditDeclared(
    fleetTarget,
    { id: 'fleet', kind: 'cluster', outcome: 'audited' },
    (takenAt) => evaluateFleet(checks, { clusters: facts, planes: auditing.fleet.planes, takenAt }),
    auditing,
    ports,
    rulesOfRun,
  )
