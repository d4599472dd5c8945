import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { ComparisonWord } from '@fleet-auditor/model/finding.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { safeText } from './safe-text.ts'

/** One line of a digest: a check, how it changed, on which clusters. */
export interface DigestLine {
  readonly word: ComparisonWord
  /** The change came with a new rule, not from the clusters. */
  readonly rule: boolean
  /** For resolved ones: why. */
  readonly why?: string
  readonly severity: Severity
  readonly check: string
  readonly title: string
  readonly clusters: readonly string[]
}

export interface Digest {
  readonly run: AuditDocument['run']
  readonly baseline: boolean
  readonly lines: readonly DigestLine[]
  /** Clusters that could not be read, with since when their findings stand. */
  readonly stale: readonly { readonly cluster: string; readonly cause: string; readonly since?: string }[]
  readonly unreadScopes: readonly { readonly scope: string; readonly detail: string }[]
}

const told: readonly ComparisonWord[] = ['opened', 'reopened', 'worsened', 'eased', 'resolved']

/** The short message for people: only what changed, by check, worst first. A first night is a baseline of counts. */
export function digestOf(document: AuditDocument): Digest {
  const changed = document.comparisons.filter((comparison) => told.includes(comparison.word))
  const groups = Map.groupBy(changed, ({ word, rule, finding }) =>
    [word, rule, finding.check, finding.severity, finding.resolution ?? ''].join(' '),
  )
  const lines = [...groups.values()].flatMap((group): DigestLine[] => {
    const first = group[0]
    if (!first) return []
    const { word, rule, finding } = first
    return [
      {
        word,
        rule,
        ...(finding.resolution ? { why: finding.resolution } : {}),
        severity: finding.severity,
        check: finding.check,
        title: findCheck(finding.check)?.title ?? finding.check,
        clusters: [...new Set(group.map((comparison) => safeText(comparison.cluster)))],
      },
    ]
  })
  return {
    run: document.run,
    baseline: changed.length > 0 && document.comparisons.every((comparison) => comparison.word === 'opened'),
    lines: lines.toSorted(inOrder),
    stale: staleClusters(document),
    unreadScopes: unreadScopes(document),
  }
}

const inOrder = (a: DigestLine, b: DigestLine): number =>
  told.indexOf(a.word) - told.indexOf(b.word) ||
  severityRank(a.severity) - severityRank(b.severity) ||
  b.clusters.length - a.clusters.length ||
  (a.check < b.check ? -1 : 1)

function staleClusters({ clusters }: AuditDocument): Digest['stale'] {
  return clusters
    .filter(({ row }) => row.outcome !== 'audited')
    .map(({ id, row, staleSince }) => ({
      cluster: safeText(id),
      cause: row.outcome === 'not-running' ? 'not running' : (row.cause ?? row.outcome),
      ...(staleSince ? { since: staleSince } : {}),
    }))
}

function unreadScopes({ run }: AuditDocument): Digest['unreadScopes'] {
  return run.ledger
    .filter((row) => row.kind === 'scope' && row.outcome !== 'listed')
    .map((row) => ({ scope: safeText(row.id), detail: safeText(row.detail ?? row.outcome) }))
}
