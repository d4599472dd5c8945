import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { isOutage } from '@fleet-auditor/model/completeness.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import { presenceShort } from '@fleet-auditor/model/presence.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { columns } from './columns.ts'
import { listed } from './counted.ts'
import { digestText } from './digest/digest-text.ts'
import type { Paint } from './paint.ts'
import { remedyLines } from './remedy-text.ts'
import { rollUp, type RolledCheck } from './roll-up.ts'
import { safeText, shortened } from './safe-text.ts'
import { rollUnknowns, withCause } from './unknowns.ts'
import { waivedLines } from './waived-lines.ts'

interface TerminalOptions {
  readonly paint: Paint
  /** Every subject and check named, instead of the first few. */
  readonly verbose: boolean
  /** Of the same run. */
  readonly digest: Digest
}

/** A run as a person reads it: the fleet, the findings by check, what was not checked, the digest. */
export function terminalReport(document: AuditDocument, options: TerminalOptions): string {
  const { paint } = options
  const label = clusterLabels(document.clusters)
  const parts = [
    [paint.bold('Fleet'), ...fleetTable(document, label, paint)],
    [paint.bold('Findings'), ...findingLines(document, label, options), ...waivedLines(document, label, paint)],
    [paint.bold('Not checked'), ...unknownLines(document, label, options)],
    [paint.bold('Digest'), ...digestText(options.digest, paint)],
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

type Label = (cluster: string) => string

function fleetTable(document: AuditDocument, label: Label, paint: Paint): string[] {
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
  const count = (severity: Severity): string => {
    const n = open.filter((finding) => finding.severity === severity).length
    return n === 0 ? paint.dim('·') : paint.severity(severity, String(n))
  }
  const unknowns = document.verdicts.filter((v) => v.cluster === cluster.id && v.verdict === 'unknown').length
  const { outcome, cause } = cluster.row
  return [
    safeText(cluster.version ?? '-'),
    outcome === 'audited' ? paint.good(outcome) : paint.bad(withCause(outcome, cause ?? '')),
    cluster.presence ? presenceShort[cluster.presence] : '-',
    count('critical'),
    count('high'),
    count('medium'),
    count('low'),
    unknowns === 0 ? paint.dim('·') : String(unknowns),
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

function findingLines({ clusters, findings }: AuditDocument, label: Label, options: TerminalOptions): string[] {
  const rolled = rollUp(findings, label)
  if (rolled.length === 0) return [clusters.length === 0 ? 'none: no cluster was listed' : 'none open']
  return rolled.flatMap((check) => checkLines(check, options))
}

function checkLines(check: RolledCheck, { paint, verbose }: TerminalOptions): string[] {
  const many = check.clusters.length === 1 ? '1 cluster' : `${check.clusters.length} clusters`
  const shown = verbose ? check.subjects : check.subjects.slice(0, 4)
  const lines = [
    `${paint.severity(check.severity, check.severity.padEnd(8))} ${paint.bold(check.check)}: ${check.title} (${many})`,
    ...shown.map((subject) => `           ${subject.cluster}: ${subject.subject}: ${shortened(subject.text, 220)}`),
  ]
  const hidden = check.subjects.length - shown.length
  if (hidden > 0) lines.push(paint.dim(`           … and ${hidden} more (--verbose)`))
  return [...lines, ...remediesLines(check, { paint, verbose })]
}

/** The advice, and the command that prints its steps; with `verbose` the steps themselves. */
function remediesLines(
  { check, remedies }: RolledCheck,
  { paint, verbose }: Omit<TerminalOptions, 'digest'>,
): string[] {
  const advice = remedies.flatMap(({ summary, providers, places }) => [
    `         → ${summary}${providers.length === 0 ? '' : ` (${providers.join(', ')})`}`,
    ...(verbose
      ? places.flatMap(({ cluster, subject, remedy }) => [
          paint.dim(`           on ${cluster}: ${subject}:`),
          ...remedyLines(remedy, paint).map((line) => `           ${line}`),
        ])
      : []),
  ])
  const hasSteps = remedies.some(({ places }) => places.some(({ remedy }) => remedy.steps.length > 0))
  return hasSteps && !verbose ? [...advice, paint.dim(`           steps: fleet-auditor fix ${check}`)] : advice
}

function unknownLines(
  { clusters: audited, verdicts }: AuditDocument,
  label: Label,
  { paint, verbose }: TerminalOptions,
): string[] {
  const rolled = rollUnknowns(verdicts, label)
  if (audited.length === 0) return ['anything: no cluster was listed']
  if (rolled.length === 0) return ['nothing: every check was answered']
  return rolled.flatMap((unknown) => {
    const clusters = verbose ? unknown.clusters.join(', ') : listed(unknown.clusters, 3)
    const checks = verbose ? unknown.checks.join(', ') : listed(unknown.checks, 4)
    const lines = [
      `${paint.bold(unknown.cause)}: ${clusters}: ${shortened(unknown.detail, 200)}`,
      paint.dim(`         ${checks}`),
    ]
    if (unknown.remedy) lines.push(`         → ${unknown.remedy}`)
    return lines
  })
}
