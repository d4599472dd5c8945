import {
  closeIncarnation,
  compare,
  type Compared,
  type ComparedIn,
  type FingerprintedVerdict,
} from '@fleet-auditor/checks/compare.ts'
import { findingIdentity } from '@fleet-auditor/checks/identity-of-finding.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import type { RuleSet } from '@fleet-auditor/model/rule-set.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { Incarnation } from '../cluster/incarnation.ts'
import { shortHash } from '../hash.ts'
import type { TargetState } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'
import { acceptedFindings } from './accepted-findings.ts'
import { noClusterFindings, targetOf, type TargetResult } from './target-result.ts'

/** Resolved findings are remembered this long, so that one that comes back is *reopened*. */
const rememberedMs = 90 * 24 * 3600 * 1000

/** What the last run left of a target, and the rules it judged by; without a head there was none. */
export interface LastResult extends TargetState {
  readonly rules: RuleSet | undefined
}

interface Judged {
  readonly target: ResultTarget
  readonly row: LedgerRow
  readonly takenAt: string
  readonly verdicts: readonly Verdict[]
  readonly incarnation: Incarnation
  readonly provider?: Provider
}

/** Verdicts against the findings of the last run. A target that ended (`closed`) resolves all that was open. */
export function compareWithLast(
  judged: Judged,
  last: LastResult,
  { run, fleet, startedAt }: Pick<RunContext, 'run' | 'fleet' | 'startedAt'>,
  closed = false,
): TargetResult {
  const { target, row, takenAt, verdicts, provider } = judged
  const incarnation = judged.incarnation.number
  const comparedIn: ComparedIn = { incarnation, run, takenAt, provider, rulesBefore: last.rules }
  const remembered = last.findings.filter((finding) => isRemembered(finding, takenAt))
  const compared = closed ? closeIncarnation(remembered, comparedIn) : comparedOf(judged, remembered, comparedIn)
  return {
    target,
    row,
    takenAt,
    incarnation,
    identity: {},
    before: last.head,
    verdicts,
    ...compared,
    accepted: acceptedFindings(compared.findings, target, fleet, startedAt),
    cluster: noClusterFindings,
  }
}

/** A rebuilt cluster's old findings end first. */
function comparedOf(
  { target, verdicts, incarnation }: Judged,
  remembered: readonly Finding[],
  comparedIn: ComparedIn,
): Compared {
  const now = verdicts.map((verdict): FingerprintedVerdict => {
    if (verdict.verdict !== 'fail') return { verdict }
    const identity = findingIdentity(verdict.check, targetOf(target), incarnation.number, verdict.subject)
    return { verdict, fingerprint: shortHash(identity) }
  })
  if (incarnation.kind !== 'rebuilt') return compare(remembered, now, comparedIn)
  const ended = closeIncarnation(remembered, comparedIn)
  const begun = compare([], now, comparedIn)
  return {
    findings: [...ended.findings, ...begun.findings],
    changes: [...ended.changes, ...begun.changes],
    rewrites: [...ended.rewrites, ...begun.rewrites],
  }
}

const isRemembered = (finding: Finding, takenAt: string): boolean =>
  finding.state === 'open' || Date.parse(takenAt) - Date.parse(finding.changedAt) < rememberedMs
