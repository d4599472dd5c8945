import type { Check } from '@fleet-auditor/checks/define.ts'
import { describeFinding, remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { appliedWaiver } from '@fleet-auditor/model/applied-waiver.ts'
import type { ItemEvidence } from '@fleet-auditor/model/readiness.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import type { StoredVerdict, VerdictWord } from '@fleet-auditor/model/verdict.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import { safeText } from '../safe-text.ts'
import { grantLabel } from '../unknowns.ts'

type Answers = readonly [StoredVerdict, ...StoredVerdict[]]

const gravestFirst: readonly VerdictWord[] = ['fail', 'unknown', 'pass', 'not-applicable', 'manual']

/** What one check answered about one target, by the gravest of its answers. Texts are safe to print. */
export function checkEvidence(
  check: Check,
  answers: Answers,
  waiverOf: (verdict: StoredVerdict) => Waiver | undefined,
): ItemEvidence {
  const word = gravestFirst.find((each) => answers.some(({ verdict }) => verdict === each)) ?? 'unknown'
  const same = answers.filter(({ verdict }) => verdict === word).toSorted(bySeverity)
  const first = same[0] ?? answers[0]
  const base = { check: check.id, verdict: word, text: safeText(textOf(check, first)), answers: same.length }
  if (first.verdict === 'unknown') return { ...base, remedy: first.grant && safeText(grantLabel(first.grant)) }
  if (first.verdict !== 'fail') return base
  const waivers = same.map(waiverOf)
  const accepted = waivers.every((waiver) => waiver !== undefined) ? waivers[0] : undefined
  return {
    ...base,
    severity: worstOf(same) ?? first.severity,
    remedy: safeText(remedyOf(check, first).summary),
    accepted: accepted && appliedWaiver(accepted),
  }
}

const bySeverity = (a: StoredVerdict, b: StoredVerdict): number => severityRank(a.severity) - severityRank(b.severity)

const worstOf = (verdicts: readonly StoredVerdict[]): Severity | undefined => verdicts[0]?.severity

function textOf(check: Check, verdict: StoredVerdict): string {
  switch (verdict.verdict) {
    case 'fail':
      return `${subjectLabel(verdict.subject)}: ${describeFinding(check, verdict)}`
    case 'unknown':
      return verdict.detail
    case 'not-applicable':
      return verdict.reason
    case 'pass':
      return verdict.subject ? subjectLabel(verdict.subject) : 'as it should be'
  }
}
