import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { safeText } from '../safe-text.ts'

type Unknown = Extract<AuditDocument['verdicts'][number], { readonly verdict: 'unknown' }>

/** What an export lists, in this order: what was found, what could not be answered, and what could not be read at all. */
export interface Exported {
  readonly findings: readonly ExportedFinding[]
  readonly unknowns: readonly ExportedUnknown[]
  readonly unread: readonly LedgerRow[]
}

export interface ExportedFinding {
  readonly finding: PresentedFinding
  readonly subject: string
  /** What became of it in this run; absent: it was not compared. */
  readonly change?: ChangeKind
}

interface ExportedUnknown extends Pick<Unknown, 'check' | 'cluster' | 'cause' | 'severity'> {
  /** Absent: the target as a whole. */
  readonly subject?: string
  readonly detail: string
}

/** Ends of what was read as far as it is there. */
const read: readonly LedgerRow['outcome'][] = ['audited', 'listed', 'alias', 'gone']

/** An audit document as every export sees it. Texts are safe to print. */
export function exportedOf({ run, verdicts, findings, changes }: AuditDocument): Exported {
  const kinds = new Map(changes.map(({ kind, finding }) => [finding.fingerprint, kind]))
  return {
    findings: findings.map((finding) => ({
      finding,
      subject: safeText(subjectLabel(finding.subject)),
      change: kinds.get(finding.fingerprint),
    })),
    unknowns: verdicts.flatMap((verdict) => (verdict.verdict === 'unknown' ? [unknownOf(verdict)] : [])),
    unread: run.ledger
      .filter(({ outcome }) => !read.includes(outcome))
      .map((row) => ({ ...row, id: safeText(row.id), detail: row.detail && safeText(row.detail) })),
  }
}

const unknownOf = ({ check, cluster, cause, severity, subject, detail }: Unknown): ExportedUnknown => ({
  check,
  cluster,
  cause,
  severity,
  subject: subject && safeText(subjectLabel(subject)),
  detail: safeText(detail),
})

/** A stopped cluster is known to run nothing; whatever else was not read may hide anything. */
export const isStopped = ({ outcome }: LedgerRow): boolean => outcome === 'not-running'

/** Why a part of the fleet was not read, in one line. */
export const unreadText = ({ outcome, cause, detail }: LedgerRow): string =>
  [outcome, cause, detail].filter((part) => part !== undefined && part !== '').join(': ')
