import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import { grantLabel } from './grant-label.ts'
import { safeText } from './safe-text.ts'

/** What was not checked for one reason, with the one grant or action that would settle it. */
interface RolledUnknown {
  readonly cause: Cause
  readonly remedy?: string
  /** The detail of the first; the others differ in names only. */
  readonly detail: string
  readonly clusters: readonly string[]
  readonly checks: readonly string[]
}

/** A check without an answer. */
interface Unanswered {
  readonly cluster: string
  readonly check: string
  readonly cause: Cause
  readonly detail: string
  readonly grant?: Grant | undefined
}

export const rollUnknowns = (verdicts: AuditDocument['verdicts']): RolledUnknown[] =>
  rollUnanswered(verdicts.filter((verdict) => verdict.verdict === 'unknown'))

/** Grouped by missing grant (or by cause and check where no grant would do), most clusters first. */
export function rollUnanswered(unanswered: readonly Unanswered[]): RolledUnknown[] {
  const groups = Map.groupBy(unanswered, ({ cause, grant, detail }) =>
    grant ? canonical([cause, grant]) : canonical([cause, bareDetail(detail)]),
  )
  const rolled: RolledUnknown[] = []
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    rolled.push({
      cause: first.cause,
      remedy: first.grant === undefined ? undefined : safeText(grantLabel(first.grant)),
      detail: safeText(first.detail),
      clusters: [...new Set(group.map((each) => each.cluster))].map(safeText),
      checks: [...new Set(group.map((each) => each.check))].toSorted(),
    })
  }
  return rolled.toSorted((a, b) => b.clusters.length - a.clusters.length || b.checks.length - a.checks.length)
}

/** Details differ by host and object: without names and numbers they are the same for the same reason. */
const bareDetail = (detail: string): string => detail.replaceAll(/\S*[/:.\d]\S*/g, '…')
