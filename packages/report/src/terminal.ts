import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { isRead } from '@fleet-auditor/model/completeness.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import { listed } from './counted.ts'
import { digestText } from './digest/digest-text.ts'
import { fleetTable, minuteOf, type Label } from './fleet-table.ts'
import type { Paint } from './paint.ts'
import { remedyLines } from './remedy-text.ts'
import { rollUp, type RolledCheck } from './roll-up.ts'
import { safeText, shortened } from './safe-text.ts'
import { rollUnknowns } from './unknowns.ts'
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

function findingLines({ clusters, findings }: AuditDocument, label: Label, options: TerminalOptions): string[] {
  const rolled = rollUp(findings, label)
  if (rolled.length === 0) return [nothingOpen(clusters)]
  return rolled.flatMap((check) => checkLines(check, options))
}

/** Nothing open is a statement about clusters that were read. */
function nothingOpen(clusters: readonly AuditedCluster[]): string {
  if (clusters.length === 0) return 'none: no cluster was listed'
  const read = clusters.filter(({ row }) => isRead(row.outcome)).length
  if (read === clusters.length) return 'none open'
  return read === 0
    ? 'none are known: no cluster was read'
    : `none open on the ${read} of ${clusters.length} clusters that were read`
}

function checkLines(check: RolledCheck, { paint, verbose }: TerminalOptions): string[] {
  const many = check.clusters.length === 1 ? '1 cluster' : `${check.clusters.length} clusters`
  const shown = verbose ? check.subjects : check.subjects.slice(0, 4)
  const lines = [
    `${paint.severity(check.severity, check.severity.padEnd(8))} ${paint.bold(check.check)}: ${check.title} (${many})`,
    ...shown.map((subject) => `           ${subjectText(subject)}`),
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

/** What was not seen in this run bears the day of the one that saw it. */
function subjectText({ cluster, subject, text, staleSince }: RolledCheck['subjects'][number]): string {
  const asOf = staleSince === undefined ? '' : ` (as of ${minuteOf(staleSince)})`
  return `${cluster}: ${subject}: ${shortened(text, 220)}${asOf}`
}

function unknownLines(
  { clusters: audited, verdicts }: AuditDocument,
  label: Label,
  { paint, verbose }: TerminalOptions,
): string[] {
  const rolled = rollUnknowns(verdicts, label)
  if (audited.length === 0) return ['anything: no cluster was listed']
  const unasked = unaskedLines(audited, verdicts, label)
  if (rolled.length + unasked.length === 0) return ['nothing: every check was answered']
  const lines = rolled.flatMap((unknown) => {
    const clusters = verbose ? unknown.clusters.join(', ') : listed(unknown.clusters, 3)
    const checks = verbose ? unknown.checks.join(', ') : listed(unknown.checks, 4)
    const found = [
      `${paint.bold(unknown.cause)}: ${clusters}: ${shortened(unknown.detail, 200)}`,
      paint.dim(`         ${checks}`),
    ]
    if (unknown.remedy) found.push(`         → ${unknown.remedy}`)
    return found
  })
  return [...lines, ...unasked]
}

/** Clusters that no check was asked about: the run ended first, or none of its checks is about clusters. */
function unaskedLines(
  clusters: readonly AuditedCluster[],
  verdicts: AuditDocument['verdicts'],
  label: Label,
): string[] {
  const asked = new Set(verdicts.map(({ cluster }) => cluster))
  const unasked = clusters.filter(({ id }) => !asked.has(id)).map(({ id }) => safeText(label(id)))
  return unasked.length === 0 ? [] : [`any check: ${listed(unasked, 3)}`]
}
