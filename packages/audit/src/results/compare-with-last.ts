import {
  closeIncarnation,
  compare,
  type Compared,
  type ComparedIn,
  type FingerprintedVerdict,
} from '@fleet-auditor/checks/compare.ts'
import { clusterSubject } from '@fleet-auditor/checks/facts/cluster-subject.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { targetId, type ResultTarget } from '@fleet-auditor/model/result-summary.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'
import type { LedgerRow, RuleSet } from '@fleet-auditor/model/run.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { Incarnation } from '../cluster/identity-evidence.ts'
import { shortHash } from '../hash.ts'
import type { TargetState } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'
import { acceptedFindings } from './accepted-findings.ts'
import { boundedVerdicts, type BoundedVerdicts } from './bounded-verdicts.ts'
import { noClusterFindings, targetOf, type TargetResult } from './target-result.ts'

const dayMs = 24 * 3600 * 1000

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
  const { target, row, takenAt, provider } = judged
  const incarnation = judged.incarnation.number
  const comparedIn: ComparedIn = { incarnation, run, takenAt, provider, rulesBefore: last.rules }
  const remembered = last.findings.filter((finding) => isRemembered(finding, takenAt, fleet.retention))
  const now = fingerprintedOf(judged, remembered)
  const compared = closed
    ? closeIncarnation(remembered, comparedIn)
    : comparedOf(judged.incarnation, now.verdicts, remembered, { ...comparedIn, unlisted: now.unlisted })
  return {
    target,
    row,
    takenAt,
    incarnation,
    identity: {},
    before: last.head,
    verdicts: now.verdicts.map(({ verdict }) => verdict),
    ...compared,
    accepted: acceptedFindings(compared.findings, target, fleet, startedAt),
    cluster: noClusterFindings,
  }
}

/** Verdicts with the fingerprints of failures; of a cluster no more than can be stored and read. */
function fingerprintedOf({ target, verdicts, incarnation }: Judged, remembered: readonly Finding[]): BoundedVerdicts {
  const fingerprint = (check: string, subject: Subject): string =>
    shortHash(findingIdentity(check, targetOf(target), incarnation.number, subject))
  if (target.kind === 'cluster') {
    const open = new Set(remembered.filter(({ state }) => state === 'open').map((finding) => finding.fingerprint))
    return boundedVerdicts(verdicts, {
      open,
      fingerprint,
      others: { ...clusterSubject(targetId(target)), field: 'others' },
    })
  }
  const all = verdicts.map((verdict): FingerprintedVerdict =>
    verdict.verdict === 'fail' ? { verdict, fingerprint: fingerprint(verdict.check, verdict.subject) } : { verdict },
  )
  return { verdicts: all, unlisted: new Set() }
}

/** A rebuilt cluster's old findings end first. */
function comparedOf(
  incarnation: Incarnation,
  now: readonly FingerprintedVerdict[],
  remembered: readonly Finding[],
  comparedIn: ComparedIn,
): Compared {
  if (incarnation.kind !== 'rebuilt') return compare(remembered, now, comparedIn)
  const ended = closeIncarnation(remembered, comparedIn)
  const begun = compare([], now, comparedIn)
  return {
    findings: [...ended.findings, ...begun.findings],
    changes: [...ended.changes, ...begun.changes],
    rewrites: [...ended.rewrites, ...begun.rewrites],
  }
}

/** Resolved findings are remembered for a while, so that one that comes back is *reopened*. */
const isRemembered = (finding: Finding, takenAt: string, { findings }: Retention): boolean =>
  finding.state === 'open' || Date.parse(takenAt) - Date.parse(finding.changedAt) < findings * dayMs

/** What a fingerprint is the hash of: check, target in its incarnation, subject. Not evidence, not pods. */
const findingIdentity = (check: string, target: Target, incarnation: number, subject: Subject): string =>
  canonical([check, target.kind, target.key, incarnation, subject])
