import type { AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { isOutage, isRead } from '@fleet-auditor/model/completeness.ts'
import { Presence, presenceWords } from '@fleet-auditor/model/presence.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { counted } from '../counted.ts'
import { safeText } from '../safe-text.ts'
import { wrapped } from './fitted-table.ts'
import type { Layout, ReportInput } from './layout.ts'

/** What was audited, then the answer: what is new, what is open, what could not be read. */
export function headline(input: ReportInput, { paint, width }: Layout): string[] {
  const { run } = input.document
  const title = [paint.bold(safeText(run.fleet)), dateOf(run.startedAt), scopeOf(input), `run ${run.id}`].join(' · ')
  const answer = [newsOf(input, paint), ...unreadOf(input).map((text) => paint.bad(`⚠ ${text}`))].join('    ')
  return [title, answer, openOf(input, paint)].flatMap((line) => wrapped(line, width, '  '))
}

/** `Sat 21 Nov 2026, 02:00 UTC`. */
function dateOf(at: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  const date = new Intl.DateTimeFormat('en-GB', { ...day, timeZone: 'UTC' }).format(new Date(at)).replaceAll(',', '')
  return `${date}, ${at.slice(11, 16)} UTC`
}

function scopeOf({ document: { run } }: ReportInput): string {
  const { checks, partial, ruleSet } = run
  const count = checks?.length ?? Object.keys(JSON.parse(ruleSet) as object).length // made by our own rule set
  return `${counted(count, 'check')}${partial ? ' · part of the fleet' : ''}`
}

function newsOf({ document, digest }: ReportInput, paint: Layout['paint']): string {
  const read = document.clusters.filter(({ row }) => isRead(row.outcome)).length
  if (document.clusters.length === 0) return paint.bad('✗ nothing could be checked: no cluster was listed')
  if (read === 0) return paint.bad('✗ nothing could be checked: no cluster was read')
  if (digest.baseline) return 'baseline run: changes are reported from the next run on'
  const worse = digest.lines.filter(({ kind }) => kind === 'opened' || kind === 'reopened' || kind === 'worsened')
  const news = Severity.options.flatMap((severity) => {
    const count = placesOf(worse.filter((line) => line.severity === severity))
    return count === 0 ? [] : [paint.severity(severity, `${count} new or worse ${severity}`)]
  })
  const resolved = placesOf(digest.lines.filter(({ kind }) => kind === 'resolved'))
  if (resolved > 0) news.push(paint.good(`${resolved} resolved`))
  if (news.length === 0) return paint.good('✓ nothing changed')
  return `${placesOf(worse) > 0 ? paint.bad('✗') : paint.good('✓')} ${news.join(', ')}`
}

const placesOf = (lines: ReportInput['digest']['lines']): number =>
  lines.reduce((sum, { clusters }) => sum + clusters.length, 0)

function unreadOf({ document: { clusters, run } }: ReportInput): string[] {
  if (run.state === 'complete') return []
  const unread = clusters.filter(({ row }) => !isRead(row.outcome)).length
  const outages = Map.groupBy(run.ledger.filter(isOutage), ({ kind }) => kind)
  const parts = [
    ...(unread > 0 ? [`${unread} of ${counted(clusters.length, 'cluster')} not read`] : []),
    ...[...outages].map(([kind, rows]) => `${counted(rows.length, kind)} failed`),
  ]
  return [`INCOMPLETE${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`]
}

/** What is open and no waiver accepts, on what was read of the fleet. */
function openOf({ document }: ReportInput, paint: Layout['paint']): string {
  const open = document.findings.filter(({ state, waived }) => state === 'open' && !waived)
  const waived = document.findings.filter((finding) => finding.state === 'open' && finding.waived).length
  const counts = Severity.options.flatMap((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [paint.severity(severity, `${count} ${severity}`)]
  })
  return [
    `open: ${counts.join(', ') || 'none'}`,
    ...(waived > 0 ? [`${waived} accepted by waivers`] : []),
    `${readOf(document.clusters)} read`,
    ...withoutMeshery(document.clusters),
  ].join(' · ')
}

/** That Meshery was found is nothing to say; where it was not, no finding is no news. */
function withoutMeshery(clusters: readonly AuditedCluster[]): string[] {
  const read = clusters.filter(({ row }) => isRead(row.outcome))
  return Presence.options.flatMap((word) => {
    const count = word === 'found' ? 0 : read.filter(({ presence }) => presence === word).length
    return count === 0 ? [] : [`${presenceWords[word]} in ${count}`]
  })
}

const readOf = (clusters: readonly AuditedCluster[]): string =>
  `${clusters.filter(({ row }) => isRead(row.outcome)).length} of ${counted(clusters.length, 'cluster')}`
