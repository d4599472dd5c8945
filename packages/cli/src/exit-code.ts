import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { asksForAction } from '@fleet-auditor/model/finding.ts'
import { isAtLeast, type Severity } from '@fleet-auditor/model/severity.ts'

/** Exit codes, in order of precedence; printed by --help. */
export const exitCodes = [
  [4, 'internal error, the store cannot be used, or a message to Slack was not delivered'],
  [2, 'wrong usage or configuration'],
  [1, 'findings at or above --fail-on'],
  [
    3,
    'incomplete: scopes or clusters that could not be read, no cluster at all, or more unanswered checks than --max-unknown',
  ],
  [0, 'none of these'],
  [130, 'cancelled with Ctrl-C'],
] as const

export const exitCodeHelp = [
  '',
  'Exit codes, the first that applies:',
  ...exitCodes.map(([code, why]) => `  ${code}\t${why}`),
].join('\n')

export interface FailOn {
  readonly severity: Severity
  /** Only findings opened (or worsened to it) since the last run count. */
  readonly onlyNew: boolean
}

export interface ExitRules {
  readonly failOn?: FailOn
  /** Absent: any number of unknowns is accepted. */
  readonly maxUnknown?: number
}

/** How a command that audits ends. */
interface Ending {
  readonly code: number
  /** In words, for people. */
  readonly why: string
}

export const exitCodeOf = (document: AuditDocument, rules: ExitRules): number => endingOf(document, rules).code

export function endingOf(document: AuditDocument, rules: ExitRules): Ending {
  const { failOn, maxUnknown } = rules
  if (failOn && failing(document, failOn)) {
    const { severity, onlyNew } = failOn
    const which = onlyNew ? 'findings that are new or worse' : 'open findings'
    return { code: 1, why: `${which} at ${severity} or above (--fail-on ${onlyNew ? 'new:' : ''}${severity})` }
  }
  if (document.clusters.length === 0) return { code: 3, why: 'no cluster was listed' }
  if (document.run.state !== 'complete') return { code: 3, why: 'not everything could be read' }
  const unknowns = document.verdicts.filter((verdict) => verdict.verdict === 'unknown').length
  if (maxUnknown !== undefined && unknowns > maxUnknown) {
    return { code: 3, why: `${unknowns} checks without an answer (--max-unknown ${maxUnknown})` }
  }
  return { code: 0, why: failOn ? `no open finding at ${failOn.severity} or above` : 'no finding fails this run' }
}

function failing(document: AuditDocument, failOn: FailOn): boolean {
  if (!failOn.onlyNew) {
    return document.findings.some(
      (finding) => finding.state === 'open' && !finding.waived && isAtLeast(finding.severity, failOn.severity),
    )
  }
  const waived = new Set(document.findings.filter((finding) => finding.waived).map(({ fingerprint }) => fingerprint))
  return document.changes.some(
    ({ kind, finding }) =>
      asksForAction(kind) && !waived.has(finding.fingerprint) && isAtLeast(finding.severity, failOn.severity),
  )
}

export function exitCodeOfError(error: unknown): number {
  if (!(error instanceof AuditorError)) return 4
  switch (error.code) {
    case 'usage':
    case 'config':
      return 2
    case 'cancelled':
      return 130
    case 'collect':
    case 'discover':
      return 3
    case 'store':
    case 'throttled':
    case 'internal':
      return 4
  }
}
