import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
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

/** A question without an answer. */
export interface Unanswered {
  readonly cluster: string
  readonly check: string
  readonly cause?: Cause | undefined
  readonly detail?: string | undefined
  readonly grant?: Grant | undefined
}

export const rollUnknowns = (
  verdicts: AuditDocument['verdicts'],
  label: (cluster: string) => string,
): RolledUnknown[] =>
  rollUnanswered(
    verdicts.flatMap((verdict) =>
      verdict.verdict === 'unknown' ? [{ ...verdict, cluster: label(verdict.cluster) }] : [],
    ),
  )

/** Grouped by missing grant (or by cause and check where no grant would do), most clusters first. */
export function rollUnanswered(unanswered: readonly Unanswered[]): RolledUnknown[] {
  const groups = Map.groupBy(unanswered, ({ cause, grant, detail }) =>
    grant ? canonical([cause, grant]) : canonical([cause, bareDetail(detail)]),
  )
  const rolled = [...groups.values()].map((group): RolledUnknown => {
    const grant = group[0]?.grant
    return {
      cause: group[0]?.cause ?? 'tool-error',
      remedy: grant === undefined ? undefined : safeText(grantLabel(grant)),
      detail: safeText(group[0]?.detail ?? ''),
      clusters: [...new Set(group.map((each) => each.cluster))].map(safeText),
      checks: [...new Set(group.map((each) => each.check))].toSorted(),
    }
  })
  return rolled.toSorted((a, b) => b.clusters.length - a.clusters.length || b.checks.length - a.checks.length)
}

/** Details differ by host and object; what is left of them after quoted names and numbers tells the reason apart. */
const bareDetail = (detail: string | undefined): string => (detail ?? '').replaceAll(/\S*[/:.\d]\S*/g, '…')
