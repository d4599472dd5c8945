import { closeIncarnation, type Compared } from '@fleet-auditor/checks/compare.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Auditing } from '../auditing.ts'
import { shortHash } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import type { Head } from '../ports/store.ts'

export interface GoneCluster {
  readonly facts: ClusterFacts
  readonly takenAt: string
  /** What the last night left behind. */
  readonly before?: Head
  readonly row: LedgerRow
  readonly compared: Compared
}

/** Ends the history of a cluster that its scope no longer lists: what was open is resolved as `cluster-gone`. */
export async function closeGone(
  facts: ClusterFacts,
  auditing: Pick<Auditing, 'run' | 'ruleSet'>,
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<GoneCluster> {
  const target: Target = { kind: 'cluster', key: facts.key }
  const { head, findings } = await ports.store.readState(target)
  const takenAt = ports.clock.now()
  const incarnation = head?.incarnation ?? 1
  const compared = closeIncarnation(findings, { incarnation, run: auditing.run, takenAt })
  const row: LedgerRow = {
    id: facts.cluster.id,
    kind: 'cluster',
    outcome: 'gone',
    detail: 'no longer listed by its scope',
  }
  await ports.store.recordAudit({
    target,
    run: auditing.run,
    takenAt,
    incarnation,
    ruleSet: shortHash(auditing.ruleSet),
    row,
    verdicts: [],
    observations: [],
    findings: compared.findings,
    changes: compared.rewrites,
    uid: head?.uid ? head.uid : undefined,
    life: head?.life ? head.life : undefined,
  })
  return { facts, takenAt, before: head, row, compared }
}
