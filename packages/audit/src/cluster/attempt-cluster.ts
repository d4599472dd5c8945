import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { auditCluster, type RulesOfRun } from './audit-cluster.ts'
import type { Auditing } from '../auditing.ts'
import type { ClusterAudit } from './cluster-audit.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import type { AuditPorts } from '../ports/ports.ts'
import { errorText } from '../error-text.ts'

/** A cluster that breaks our own code is a row of its own, and the others go on; a broken store ends the run. */
export async function attemptCluster(
  found: FoundCluster,
  auditing: Auditing,
  ports: AuditPorts,
  rulesOfRun: RulesOfRun,
): Promise<ClusterAudit | LedgerRow> {
  const row = { id: found.cluster.id, kind: 'cluster' } as const
  const stopped = [auditing.signal, auditing.draining].find((signal) => signal?.aborted)
  if (stopped) return { ...row, ...endedEarly(stopped) }
  try {
    return await auditCluster(found, auditing, ports, rulesOfRun)
  } catch (error) {
    if (error instanceof AuditorError) throw error
    const failed: LedgerRow = { ...row, outcome: 'failed', cause: 'tool-error', detail: errorText(error) }
    ports.progress({ kind: 'cluster-ended', row: failed, verdicts: [] })
    return failed
  }
}

function endedEarly(signal: AbortSignal): Pick<LedgerRow, 'outcome' | 'cause' | 'detail'> {
  const cancelled = signal.reason instanceof AuditorError && signal.reason.code === 'cancelled'
  return cancelled
    ? { outcome: 'cancelled', cause: 'cancelled', detail: 'the run was cancelled before this cluster was begun' }
    : { outcome: 'failed', cause: 'timeout', detail: 'the run’s deadline passed before this cluster was begun' }
}
