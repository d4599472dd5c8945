import type { Compared } from '@fleet-auditor/checks/compare.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { Auditing } from '../auditing.ts'
import { compareTarget } from '../cluster/compare-night.ts'
import { shortHash } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import type { Head } from '../ports/store.ts'

/** The night of something that is declared, not collected: a plane, or the fleet as a whole. */
export interface DeclaredAudit {
  readonly takenAt: string
  readonly row: LedgerRow
  /** What the last night left behind; absent on the first. */
  readonly before?: Head
  readonly verdicts: readonly Verdict[]
  readonly compared: Compared
}

/** Judges, compares with the last night and stores. It has one life only, and no snapshot. */
export async function auditDeclared(
  target: Target,
  row: LedgerRow,
  judge: (takenAt: string) => readonly Verdict[],
  auditing: Pick<Auditing, 'run' | 'ruleSet'>,
  ports: Pick<Ports, 'store' | 'clock'>,
  rulesOfRun: RulesOfRun,
): Promise<DeclaredAudit> {
  const takenAt = ports.clock.now()
  const { head, findings } = await ports.store.readState(target)
  const verdicts = judge(takenAt)
  const rulesBefore = head ? await rulesOfRun(head.run) : undefined
  const night = { incarnation: 1, run: auditing.run, takenAt, rulesBefore }
  const compared = compareTarget(target, findings, verdicts, { kind: 'same', number: 1 }, night)
  await ports.store.recordAudit({
    target,
    run: auditing.run,
    takenAt,
    incarnation: 1,
    ruleSet: shortHash(auditing.ruleSet),
    row,
    verdicts,
    observations: [],
    findings: compared.findings,
    changes: compared.rewrites,
  })
  return { takenAt, row, before: head, verdicts, compared }
}
