import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { Severity, severityRank } from '@fleet-auditor/model/severity.ts'
import { markdownCell } from '../cell-text.ts'
import { counted } from '../counted.ts'
import { shortened } from '../safe-text.ts'
import { rollUnknowns } from '../unknowns.ts'
import { exportedOf, unreadText, type Exported } from './exported.ts'

/** Rows of one table: GitHub cuts a step's summary at 1 MiB. */
const mostRows = 200

/**
 * An audit in GitHub's Markdown, for the summary of a step or a comment: the answer first, open findings by severity, then
 * what was not checked and what was not read.
 */
export function markdownText(document: AuditDocument): string {
  const exported = exportedOf(document)
  const parts = [`## Audit of ${markdownCell(document.run.fleet)}`, headline(document, exported)]
  return `${[...parts, ...foundPart(exported), ...uncheckedPart(document), ...unreadPart(exported)].join('\n\n')}\n`
}

function headline({ run }: AuditDocument, { findings, unknowns }: Exported): string {
  const open = findings.filter(({ finding }) => finding.state === 'open' && !finding.waived)
  const bySeverity = Severity.options.flatMap((severity) => {
    const count = open.filter(({ finding }) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}`]
  })
  const coverage = run.coverage
    ? `${run.coverage.read} of ${counted(run.coverage.known, 'cluster')} read`
    : 'coverage unknown'
  const answers = [
    bySeverity.length === 0 ? 'no open finding' : bySeverity.join(', '),
    `${unknowns.length} not answered`,
  ]
  const state = run.state === 'complete' ? 'complete' : `**${run.state}**: what was not read has not passed`
  return [
    `**${answers.join(' · ')}** · ${coverage} · ${state}${run.partial ? ' · a part of the fleet' : ''}`,
    `Run \`${run.id}\``,
  ].join('  \n')
}

function foundPart({ findings }: Exported): string[] {
  const open = findings
    .filter(({ finding }) => finding.state === 'open' && !finding.waived)
    .toSorted((a, b) => severityRank(a.finding.severity) - severityRank(b.finding.severity))
  const rows = open.map(({ finding, subject, change }) => [
    finding.severity,
    change ?? '',
    finding.check,
    finding.cluster,
    subject,
    finding.remedy ? `${finding.text} → ${finding.remedy.summary}` : finding.text,
  ])
  return tablePart('Open findings', ['Severity', 'Change', 'Check', 'Cluster', 'Subject', 'What and what to do'], rows)
}

const uncheckedPart = ({ verdicts }: AuditDocument): string[] =>
  tablePart(
    'Not checked',
    ['Cause', 'Checks', 'Clusters', 'What would settle it'],
    rollUnknowns(verdicts, (cluster) => cluster).map(({ cause, checks, clusters, remedy, detail }) => [
      cause,
      checks.join(', '),
      String(clusters.length),
      remedy ?? detail,
    ]),
  )

const unreadPart = ({ unread }: Exported): string[] =>
  tablePart(
    'Not read',
    ['What', 'Why'],
    unread.map((row) => [`${row.kind} ${row.id}`, unreadText(row)]),
  )

function tablePart(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const shown = rows.slice(0, mostRows).map((cells) => line(cells.map((cell) => markdownCell(shortened(cell, 400)))))
  const left = rows.length > mostRows ? [`and ${rows.length - mostRows} more: see the report in JSON`] : []
  return [`### ${title}`, [line(header), line(header.map(() => '---')), ...shown].join('\n'), ...left]
}
