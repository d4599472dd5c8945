import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { grantLabel } from './grant-label.ts'
import { safeText } from './safe-text.ts'

/** What could not be known for one reason, with the one thing that would settle it. */
export interface RolledUnknown {
  readonly cause: Cause
  readonly remedy?: string
  /** The detail of the first; the others differ in names only. */
  readonly detail: string
  readonly clusters: readonly string[]
  readonly checks: readonly string[]
}

/** Unknown verdicts grouped by missing grant (or by cause and check where no grant would do), most clusters first. */
export function rollUnknowns(verdicts: AuditDocument['verdicts']): RolledUnknown[] {
  const unknown = verdicts.filter((verdict) => verdict.verdict === 'unknown')
  const groups = Map.groupBy(unknown, (verdict) =>
    verdict.grant ? canonical([verdict.cause, verdict.grant]) : canonical([verdict.cause, bareDetail(verdict.detail)]),
  )
  const rolled = [...groups.values()].map((group): RolledUnknown => {
    const grant = group[0]?.grant
    return {
      cause: group[0]?.cause ?? 'tool-error',
      ...(grant ? { remedy: safeText(grantLabel(grant)) } : {}),
      detail: safeText(group[0]?.detail ?? ''),
      clusters: [...new Set(group.map((verdict) => safeText(verdict.cluster)))],
      checks: [...new Set(group.map((verdict) => verdict.check))].toSorted(),
    }
  })
  return rolled.toSorted((a, b) => b.clusters.length - a.clusters.length || b.checks.length - a.checks.length)
}

/** Details differ by host and object; what is left of them after quoted names and numbers tells the reason apart. */
const bareDetail = (detail: string | undefined): string => (detail ?? '').replaceAll(/\S*[/:.\d]\S*/g, '…')
