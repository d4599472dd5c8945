import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { isOutage } from '@fleet-auditor/model/completeness.ts'
import { presenceShort } from '@fleet-auditor/model/presence.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { columns } from './columns.ts'
import type { Paint } from './paint.ts'
import { safeText } from './safe-text.ts'
import { withCause } from './unknowns.ts'

/** How a cluster's id is written. */
export type Label = (cluster: string) => string

/** `2026-11-21 02:00`, UTC. */
export const minuteOf = (at: string): string => at.slice(0, 16).replace('T', ' ')

/** A line for each cluster, `?` where no check was asked about it; then the scopes that could not be listed. */
export function fleetTable(document: AuditDocument, label: Label, paint: Paint): string[] {
  const header = [
    'CLUSTER',
    'KUBERNETES',
    'OUTCOME',
    'MESHERY',
    'CRIT',
    'HIGH',
    'MED',
    'LOW',
    'UNKNOWN',
    'LATENCY',
    'PLANE',
  ].map(paint.dim)
  const rows = document.clusters.map((cluster) => [
    safeText(label(cluster.id)),
    ...clusterCells(cluster, document, paint),
  ])
  const others = document.run.ledger
    .filter(isOutage)
    .map((row) => paint.bad(`${row.kind} ${safeText(row.id)}: ${row.outcome}, ${safeText(row.detail ?? '')}`))
  if (rows.length === 0) return ['no cluster was found', ...others]
  return [...columns([header, ...rows]), ...others]
}

function clusterCells(cluster: AuditedCluster, document: AuditDocument, paint: Paint): string[] {
  const open = document.findings.filter(
    (finding) => finding.cluster === cluster.id && finding.state === 'open' && !finding.waived,
  )
  const verdicts = document.verdicts.filter((verdict) => verdict.cluster === cluster.id)
  const count = (severity: Severity): string => {
    if (verdicts.length === 0) return paint.dim('?')
    const n = open.filter((finding) => finding.severity === severity).length
    return n === 0 ? paint.dim('·') : paint.severity(severity, String(n))
  }
  const unknowns = verdicts.filter(({ verdict }) => verdict === 'unknown').length
  const { row, staleSince } = cluster
  const { outcome, cause } = row
  const asOf = staleSince === undefined ? '' : `, as of ${minuteOf(staleSince)}`
  return [
    safeText(cluster.version ?? '-'),
    outcome === 'audited' ? paint.good(outcome) : paint.bad(`${withCause(outcome, cause ?? '')}${asOf}`),
    cluster.presence ? presenceShort[cluster.presence] : '-',
    count('critical'),
    count('high'),
    count('medium'),
    count('low'),
    verdicts.length === 0 ? paint.dim('?') : unknowns === 0 ? paint.dim('·') : String(unknowns),
    latencyOf(cluster),
    safeText(cluster.planes.join(', ') || '-'),
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
