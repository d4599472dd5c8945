import { isClusterSummary, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { LedgerRow, RunSummary } from '@fleet-auditor/model/run.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'

type Counts = NonNullable<RunSummary['counts']>

/** Words of a run's headline, by what a finding went through. */
const countedAs: Readonly<Partial<Record<ChangeKind, 'opened' | 'worsened' | 'resolved'>>> = {
  opened: 'opened',
  reopened: 'opened',
  worsened: 'worsened',
  resolved: 'resolved',
}

/** A run in numbers. Findings that somebody accepted are not counted; a first run opened all that is open. */
export function countsOf(summaries: readonly ResultSummary[]): Counts {
  const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 } satisfies Record<Severity, number>
  const counts = { clusters: 0, audited: 0, unknowns: 0, open, opened: 0, worsened: 0, resolved: 0 }
  for (const summary of summaries) {
    if (isClusterSummary(summary) && summary.row.outcome !== 'gone') {
      counts.clusters++
      if (summary.row.outcome === 'audited') counts.audited++
    }
    for (const { answers = 1 } of summary.unknowns) counts.unknowns += answers
    const openHere = addOpen(summary, open)
    if (summary.first) counts.opened += openHere
    for (const { kind } of summary.changes) {
      const counted = countedAs[kind]
      if (counted) counts[counted]++
    }
  }
  return counts
}

function addOpen(summary: ResultSummary, open: Record<Severity, number>): number {
  let sum = 0
  for (const bySeverity of Object.values(summary.open)) {
    for (const severity of Severity.options) {
      const count = bySeverity[severity] ?? 0
      open[severity] += count
      sum += count
    }
  }
  return sum
}

/** Complete: every scope was listed to its end and every planned cluster was begun and finished, reached or not. */
export const stateOf = (ledger: readonly LedgerRow[]): 'complete' | 'incomplete' =>
  ledger.every(({ kind, outcome }) =>
    kind === 'scope' || kind === 'source' ? outcome === 'listed' : outcome !== 'failed' && outcome !== 'cancelled',
  )
    ? 'complete'
    : 'incomplete'
