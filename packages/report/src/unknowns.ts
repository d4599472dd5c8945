import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
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

/** A grant as one line that a person can act on. */
export function grantLabel(grant: Grant): string {
  switch (grant.kind) {
    case 'kubernetes': {
      const resource = grant.group === '' ? grant.resource : `${grant.resource}.${grant.group}`
      const where = grant.namespace ? ` in namespace ${grant.namespace}` : ''
      return `allow ${grant.verbs.join(', ')} on ${resource}${where} (ClusterRole: fleet-auditor access kubernetes)`
    }
    case 'cloud':
      return `allow ${grant.action} (role: fleet-auditor access ${grant.provider})`
    case 'action':
      return grant.sentence
  }
}

/** `what (cause)`, and one word where the two are the same or one is missing. */
export const withCause = (what: string, cause: string): string => {
  if (what === '' || what === cause) return cause
  return cause === '' ? what : `${what} (${cause})`
}
