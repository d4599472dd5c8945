import type { PlaneCheck } from '@fleet-auditor/checks/define.ts'
import { evaluatePlane } from '@fleet-auditor/checks/evaluate.ts'
import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import { auditDeclared, type DeclaredAudit } from './audit-declared.ts'
import type { Auditing } from '../auditing.ts'
import type { Ports } from '../ports/ports.ts'

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
  const target = { kind: 'plane', key: plane.name } as const
  const row = { id: `plane:${plane.name}`, kind: 'plane', outcome: 'audited' } as const
  const judge = (takenAt: string) => evaluatePlane(checks, { plane, takenAt })
  return { plane, ...(await auditDeclared(target, row, judge, auditing, ports, rulesOfRun)) }
}
