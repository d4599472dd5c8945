import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import { isAtLeast, severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { counted, listed } from '../counted.ts'
import { safeText } from '../safe-text.ts'
import { fittedTable, type Column } from './fitted-table.ts'
import { cut, type Layout, type ReportInput } from './layout.ts'

const columns: readonly Column[] = [{}, {}, { wraps: true, drop: 1 }, { wraps: true }]

interface Group {
  readonly severity: Severity
  readonly check: string
  readonly title: string
  readonly clusters: readonly string[]
  /** Findings of the same check that are less severe. */
  readonly milder: readonly PresentedFinding[]
}

/** Open findings by check and severity, worst first; the clusters named are those of that severity. */
export function fixFirst({ document, named }: ReportInput, layout: Layout): string[] {
  const open = document.findings.filter(({ state, waived }) => state === 'open' && !waived)
  const groups = groupsOf(open, (cluster) => safeText(named(cluster).name))
  const urgent = layout.all ? groups : groups.filter(({ severity }) => isAtLeast(severity, 'high'))
  if (groups.length === 0) return []
  const { shown, hidden } = cut(urgent, 6, layout)
  const rest = groups.length - urgent.length
  const more = [
    ...(hidden > 0 ? [counted(hidden, 'more check')] : []),
    ...(rest > 0 ? [`${counted(rest, 'check')} at medium or below`] : []),
  ]
  return [
    layout.paint.bold('FIX FIRST') + layout.paint.dim('  (steps: fleet-auditor fix <check> --cluster <name>)'),
    ...fittedTable(
      columns,
      shown.map((group) => rowOf(group, layout)),
      layout.width,
    ),
    ...(more.length > 0 ? [`  … ${more.join(', ')}: --all, or fleet-auditor findings`] : []),
  ]
}

function groupsOf(open: readonly PresentedFinding[], named: (cluster: string) => string): Group[] {
  const groups = [...Map.groupBy(open, ({ check }) => check)].map(([check, of]): Group => {
    const [worst] = of.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
    const severity = worst?.severity ?? 'info'
    const worstOnes = of.filter((finding) => finding.severity === severity)
    return {
      severity,
      check,
      title: worst?.title ?? check,
      clusters: [...new Set(worstOnes.map((finding) => named(finding.cluster)))],
      milder: of.filter((finding) => finding.severity !== severity),
    }
  })
  return groups.toSorted(
    (a, b) =>
      severityRank(a.severity) - severityRank(b.severity) ||
      b.clusters.length - a.clusters.length ||
      (a.check < b.check ? -1 : 1),
  )
}

function rowOf({ severity, check, title, clusters, milder }: Group, { paint, all }: Layout): string[] {
  const bySeverity = Map.groupBy(milder, (finding) => finding.severity)
  const also = [...bySeverity].map(([each, { length }]) => `+${length} ${each}`)
  const where = listed(clusters, all ? clusters.length : 3)
  return [
    paint.severity(severity, severity),
    paint.bold(check),
    title,
    also.length === 0 ? where : `${where} (${also.join(', ')})`,
  ]
}
