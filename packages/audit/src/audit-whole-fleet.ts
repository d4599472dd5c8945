import type { Compared } from '@fleet-auditor/checks/compare.ts'
import type { FleetCheck } from '@fleet-auditor/checks/define.ts'
import { evaluateFleet } from '@fleet-auditor/checks/evaluate.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { fleetOwner } from '@fleet-auditor/model/owner.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { Auditing } from './auditing.ts'
import type { RulesOfRun } from './audit-cluster.ts'
import { compareNight } from './compare-night.ts'
import { shortHash } from './hash.ts'
import type { Ports } from './ports.ts'

export interface FleetAudit {
  readonly verdicts: readonly Verdict[]
  readonly compared: Compared
}

/** The checks that only the fleet as a whole can answer. Never run when only a part of it was asked for. */
export async function auditWholeFleet(
  facts: readonly ClusterFacts[],
  checks: readonly FleetCheck[],
  auditing: Auditing,
  ports: Pick<Ports, 'store' | 'clock'>,
  rulesOfRun: RulesOfRun,
): Promise<FleetAudit> {
  const takenAt = ports.clock.now()
  const { head, findings } = await ports.store.readState(fleetOwner)
  const verdicts = evaluateFleet(checks, { clusters: facts, planes: auditing.fleet.planes, takenAt })
  const rulesBefore = head ? await rulesOfRun(head.run) : undefined
  const night = { incarnation: 1, run: auditing.run, takenAt, ...(rulesBefore ? { rulesBefore } : {}) }
  const compared = compareNight(fleetOwner, findings, verdicts, { kind: 'same', number: 1 }, night)
  const row: LedgerRow = { id: 'fleet', kind: 'cluster', outcome: 'audited' }
  await ports.store.recordNight({
    owner: fleetOwner,
    run: auditing.run,
    takenAt,
    incarnation: 1,
    ruleSet: shortHash(auditing.ruleSet),
    row,
    verdicts,
    observations: [],
    findings: compared.findings,
    changes: compared.changes,
  })
  return { verdicts, compared }
}
