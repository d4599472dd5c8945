import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { csvRow } from '../cell-text.ts'
import { exportedOf, unreadText, type ExportedFinding } from './exported.ts'

const header = ['kind', 'severity', 'state', 'change', 'check', 'title', 'cluster', 'subject', 'team', 'first seen']
const more = ['last seen', 'waived until', 'what', 'remedy', 'fingerprint']

/**
 * An audit as a table (RFC 4180): a row for each finding, for what could not be answered (`unknown`) and for what could not
 * be read (`not read`), so that an empty table is a clean fleet.
 */
export function csvText(document: AuditDocument): string {
  const { findings, unknowns, unread } = exportedOf(document)
  const rows = [
    [...header, ...more],
    ...findings.map(rowOf),
    ...unknowns.map(({ severity, check, cluster, subject, cause, detail }) =>
      row({ kind: 'unknown', severity, check, cluster, subject, what: `${cause}: ${detail}` }),
    ),
    ...unread.map((each) => row({ kind: 'not read', cluster: each.id, what: unreadText(each) })),
  ]
  return rows.map(csvRow).join('')
}

const row = (cells: Readonly<Record<string, string | undefined>>): string[] =>
  [...header, ...more].map((name) => cells[name] ?? '')

const rowOf = ({ finding, subject, change }: ExportedFinding): string[] =>
  row({
    kind: 'finding',
    severity: finding.severity,
    state: finding.resolution ?? finding.state,
    change,
    check: finding.check,
    title: finding.title,
    cluster: finding.cluster,
    subject,
    team: finding.team,
    'first seen': finding.firstSeen,
    'last seen': finding.lastSeen,
    'waived until': finding.waived?.expires,
    what: finding.text,
    remedy: finding.remedy?.summary,
    fingerprint: finding.fingerprint,
  })
