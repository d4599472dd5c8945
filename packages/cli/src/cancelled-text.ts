import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { listed } from '@fleet-auditor/report/listed.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'

/** What a run that was cancelled did not do, and where what it did is kept. */
export function cancelledText({ run }: AuditDocument): string {
  const undone = run.ledger.filter(({ cause, outcome }) => outcome === 'cancelled' || cause === 'cancelled')
  const names =
    undone.length === 0
      ? 'nothing'
      : listed(
          undone.map((row) => safeText(row.kind === 'cluster' ? clusterLabel(row) : row.id)),
          10,
        )
  return [`fleet-auditor: cancelled; not audited: ${names}`, `  what finished is stored as run ${run.id}`, ''].join(
    '\n',
  )
}
