import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { subjectOf } from '@fleet-auditor/model/verdict.ts'
import { safeText } from '../safe-text.ts'
import { exportedOf, isStopped, unreadText } from './exported.ts'

type Verdict = AuditDocument['verdicts'][number]

interface Case {
  readonly name: string
  readonly type: string
  /** Absent: it passed. */
  readonly end?: { readonly element: 'failure' | 'error' | 'skipped'; readonly type: string; readonly message: string }
}

/**
 * An audit as JUnit's XML: a suite for each target, a case for each verdict. A failure is what a check found; an error is
 * what could not be answered or read, so that no build passes by what was not seen; accepted findings are skipped.
 */
export function junitText(document: AuditDocument): string {
  const { unread } = exportedOf(document)
  const suites = Map.groupBy(document.verdicts, ({ cluster }) => cluster)
  const parts = [...suites].map(([cluster, verdicts]) => suite(cluster, verdicts.map(caseOf(document))))
  const lost = unread.map((row): Case => {
    return {
      name: `${row.kind} ${row.id}`,
      type: 'not read',
      end: { element: isStopped(row) ? 'skipped' : 'error', type: row.outcome, message: unreadText(row) },
    }
  })
  const all = lost.length > 0 ? [...parts, suite('not read', lost)] : parts
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(document.run.id)}">\n${all.join('')}</testsuites>\n`
}

function caseOf({ findings }: AuditDocument): (verdict: Verdict) => Case {
  const found = new Map(findings.map((each) => [keyOf(each.check, each.cluster, subjectLabel(each.subject)), each]))
  return (verdict) => {
    const { check, cluster } = verdict
    const subject = subjectOf(verdict)
    const label = subject && subjectLabel(subject)
    const named = { name: label === undefined ? check : `${check}: ${safeText(label)}`, type: check }
    if (verdict.verdict === 'pass') return named
    if (verdict.verdict === 'not-applicable') {
      return { ...named, end: { element: 'skipped', type: 'not-applicable', message: verdict.reason } }
    }
    if (verdict.verdict === 'unknown') {
      return { ...named, end: { element: 'error', type: verdict.cause, message: verdict.detail } }
    }
    const finding = found.get(keyOf(check, cluster, label ?? ''))
    const waived = finding?.waived
    if (waived) return { ...named, end: { element: 'skipped', type: 'waived', message: `accepted: ${waived.reason}` } }
    const message = [finding?.text ?? check, finding?.remedy?.summary].filter((part) => part !== undefined).join(' → ')
    return { ...named, end: { element: 'failure', type: verdict.severity, message } }
  }
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts)

function suite(name: string, cases: readonly Case[]): string {
  const count = (element: string): number => cases.filter(({ end }) => end?.element === element).length
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
  return `  <testsuite name="${xml(name)}" ${counts}>\n${cases.map((each) => element(name, each)).join('')}  </testsuite>\n`
}

function element(suiteName: string, { name, type, end }: Case): string {
  const open = `    <testcase classname="${xml(`${suiteName}.${type}`)}" name="${xml(name)}"`
  if (!end) return `${open}/>\n`
  const { element: word, message } = end
  return `${open}><${word} type="${xml(end.type)}" message="${xml(message)}"/></testcase>\n`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text of an attribute, as XML 1.0 may have it (§2.2): controls show as `\u....`, halves of a pair and U+FFFE become U+FFFD. */
const xml = (text: string): string =>
  safeText(text)
    .toWellFormed()
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? '')
