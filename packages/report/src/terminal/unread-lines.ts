import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import { isOutage, isRead } from '@fleet-auditor/model/completeness.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import { counted } from '../counted.ts'
import { safeText, shortened } from '../safe-text.ts'
import { grantLabel } from '../unknowns.ts'
import { fittedTable, wrapped, type Column } from './fitted-table.ts'
import { cut, type Layout, type ReportInput } from './layout.ts'

const columns: readonly Column[] = [{}, { drop: 1 }, {}, { wraps: true }]

/** What was planned and not read, each with why, as of when its findings are, and what would settle it. */
export function unreadLines(input: ReportInput, layout: Layout): string[] {
  const { width } = layout
  const { clusters, run } = input.document
  const unread = cut(
    clusters.filter(({ row }) => !isRead(row.outcome)),
    8,
    layout,
  )
  const outages = cut(run.ledger.filter(isOutage), 3, layout)
  const rows = unread.shown.map((cluster) => clusterRow(cluster, input, layout))
  const hidden = unread.hidden + outages.hidden
  const notes = [
    ...outages.shown.map(({ kind, id, cause, outcome, detail }) => {
      const why = shortened(safeText(detail ?? ''), layout.all ? 1000 : 140)
      return `${kind} ${safeText(id)}  ${cause ?? outcome}  ${why}`
    }),
    ...(hidden > 0 ? [`… ${hidden} more (--all)`] : []),
    ...unanswered(input),
  ]
  const lines = [...fittedTable(columns, rows, width), ...notes.flatMap((note) => wrapped(`  ${note}`, width, '    '))]
  if (lines.length === 0) return []
  const allRead = rows.length + outages.shown.length === 0
  return [allRead ? layout.paint.bold('NOT ANSWERED') : layout.paint.bad('NOT READ: not the same as clean'), ...lines]
}

function clusterRow(cluster: AuditedCluster, { named, openOf, verdictsOf }: ReportInput, { all }: Layout): string[] {
  const { id, row, staleSince } = cluster
  const { name, place } = named(id)
  const since = staleSince === undefined ? 'never read' : `last read ${staleSince.slice(0, 16).replace('T', ' ')} UTC`
  const stale = (openOf.get(id) ?? []).filter((finding) => finding.staleSince !== undefined).length
  const grant = grantOf(row, verdictsOf.get(id) ?? [])
  const parts = [
    since + (stale > 0 ? `, ${counted(stale, 'finding')} from then` : ''),
    ...(row.detail ? [shortened(safeText(row.detail), all ? 1000 : 120)] : []),
    ...(grant ? [`→ ${safeText(grantLabel(grant))}`] : []),
  ]
  return [safeText(name), safeText(place), row.cause ?? row.outcome, parts.join('; ')]
}

/** What would settle why it was not read: not what a check lacks for another reason. */
function grantOf({ cause }: LedgerRow, verdicts: AuditDocument['verdicts']): Grant | undefined {
  for (const verdict of verdicts) {
    if (verdict.verdict === 'unknown' && verdict.cause === cause && verdict.grant) return verdict.grant
  }
  return undefined
}

/** Questions without an answer on clusters that were read. */
function unanswered({ document: { clusters, verdicts } }: ReportInput): string[] {
  const read = new Set(clusters.filter(({ row }) => isRead(row.outcome)).map(({ id }) => id))
  const open = verdicts.filter(({ cluster, verdict }) => verdict === 'unknown' && read.has(cluster)).length
  if (open === 0) return []
  return [
    `${counted(open, 'question')} without an answer on clusters that were read: fleet-auditor findings --state unknown`,
  ]
}
