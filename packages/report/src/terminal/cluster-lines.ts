import type { AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { isRead } from '@fleet-auditor/model/completeness.ts'
import { presenceShort } from '@fleet-auditor/model/presence.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { counted } from '../counted.ts'
import { safeText } from '../safe-text.ts'
import { fittedTable, type Column } from './fitted-table.ts'
import { cut, type Layout, type ReportInput } from './layout.ts'

const columns: readonly Column[] = [
  { wraps: true },
  { drop: 3 },
  {},
  {},
  {},
  {},
  {},
  { drop: 4 },
  { drop: 1 },
  { drop: 2 },
  { drop: 0 },
]
const header = ['CLUSTER', 'PLACE', 'CRIT', 'HIGH', 'MED', 'LOW', 'UNKNOWN', 'LATENCY', 'MESHERY', 'TEAM', 'VERSION']

interface Row {
  readonly cluster: AuditedCluster
  /** Open findings by severity, in the order of `Severity`. */
  readonly open: readonly number[]
  readonly unknowns: number
}

/** Clusters that were read, worst first. */
export function clusterLines(input: ReportInput, layout: Layout): string[] {
  const rows = input.document.clusters.filter(({ row }) => isRead(row.outcome)).map((each) => rowOf(each, input))
  if (rows.length === 0) return []
  const sorted = rows.toSorted((a, b) => difference(a, b))
  const { shown, hidden } = cut(sorted, 6, layout)
  const cells = shown.map((row) => cellsOf(row, input, layout))
  const lines = fittedTable(columns, [header.map(layout.paint.dim), ...cells], layout.width)
  return [
    layout.paint.bold('CLUSTERS, worst first'),
    ...lines,
    ...(hidden > 0 ? [`  … ${counted(hidden, 'more read cluster')} (--all)`] : []),
  ]
}

function rowOf(cluster: AuditedCluster, { openOf, verdictsOf }: ReportInput): Row {
  const open = openOf.get(cluster.id) ?? []
  const verdicts = verdictsOf.get(cluster.id) ?? []
  return {
    cluster,
    open: Severity.options.map((severity) => open.filter((finding) => finding.severity === severity).length),
    unknowns: verdicts.filter(({ verdict }) => verdict === 'unknown').length,
  }
}

function difference(a: Row, b: Row): number {
  for (const [index, count] of a.open.entries()) {
    const more = (b.open[index] ?? 0) - count
    if (more !== 0) return more
  }
  return b.unknowns - a.unknowns || (a.cluster.id < b.cluster.id ? -1 : 1)
}

function cellsOf({ cluster, open, unknowns }: Row, { named, verdictsOf }: ReportInput, { paint }: Layout): string[] {
  const asked = verdictsOf.has(cluster.id)
  const { name, place } = named(cluster.id)
  const counts = Severity.options.slice(0, 4).map((severity, index) => {
    const count = open[index] ?? 0
    if (!asked) return paint.dim('?')
    return count === 0 ? paint.dim('·') : paint.severity(severity, String(count))
  })
  return [
    safeText(name),
    safeText(place),
    ...counts,
    !asked ? paint.dim('?') : unknowns === 0 ? paint.dim('·') : String(unknowns),
    latencyOf(cluster),
    cluster.presence ? presenceShort[cluster.presence] : '-',
    safeText(cluster.team ?? '-'),
    safeText(cluster.version ?? '-'),
  ]
}

/** Median round trip to the API server from the first vantage that measured it. */
function latencyOf({ observations }: AuditedCluster): string {
  for (const { target, result } of observations) {
    if (target.kind === 'api' && result.status === 'answered' && result.roundTrip) {
      return `${Math.round(result.roundTrip.median)} ms`
    }
  }
  return '-'
}
