import type { Target } from '@fleet-auditor/model/target.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Auditing } from '../auditing.ts'
import type { ClusterAudit } from './cluster-audit.ts'
import { shortHash } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import { hashedSnapshot } from './snapshot-hash.ts'

/** Stores one cluster's night. An older snapshot than the stored one is recorded as superseded and changes nothing. */
export async function recordCluster(
  audit: ClusterAudit,
  target: Target,
  auditing: Auditing,
  ports: Pick<Ports, 'store'>,
): Promise<LedgerRow> {
  const { takenAt, incarnation, row, verdicts, observations, counters, compared, life } = audit
  const snapshot = hashedSnapshot({
    locator: audit.found.cluster.locator,
    provider: audit.found.cluster.provider,
    takenAt,
    sections: audit.sections,
  })
  const recorded = await ports.store.recordAudit({
    target,
    run: auditing.run,
    takenAt,
    incarnation,
    ruleSet: shortHash(auditing.ruleSet),
    row,
    verdicts,
    observations,
    counters,
    snapshot,
    findings: compared.findings,
    changes: compared.rewrites,
    staleSince: audit.staleSince || undefined,
    ...life,
  })
  if (recorded === 'committed') return row
  return { ...row, outcome: 'superseded', detail: 'a newer snapshot of this cluster is stored already' }
}
