import {
  closeIncarnation,
  compare,
  type Compared,
  type ComparedIn,
  type FingerprintedVerdict,
} from '@fleet-auditor/checks/compare.ts'
import { findingIdentity } from '@fleet-auditor/checks/identity-of-finding.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { shortHash } from '../hash.ts'
import type { Incarnation } from './incarnation.ts'

/** Resolved findings are remembered this long, so that one that comes back is told as reopened. */
const rememberedMs = 90 * 24 * 3600 * 1000

/** Last night's findings of one owner against tonight's verdicts; a rebuilt cluster's old findings end first. */
export function compareTarget(
  target: Target,
  before: readonly Finding[],
  verdicts: readonly Verdict[],
  incarnation: Incarnation,
  night: ComparedIn,
): Compared {
  const tonight = verdicts.map((verdict): FingerprintedVerdict =>
    verdict.verdict === 'fail'
      ? { verdict, fingerprint: shortHash(findingIdentity(verdict.check, target, incarnation.number, verdict.subject)) }
      : { verdict },
  )
  const remembered = before.filter((finding) => isRemembered(finding, night.takenAt))
  if (incarnation.kind !== 'rebuilt') return compare(remembered, tonight, night)
  const ended = closeIncarnation(remembered, night)
  const begun = compare([], tonight, night)
  return {
    findings: [...ended.findings, ...begun.findings],
    changes: [...ended.changes, ...begun.changes],
    rewrites: [...ended.rewrites, ...begun.rewrites],
  }
}

const isRemembered = (finding: Finding, takenAt: string): boolean =>
  finding.state === 'open' || Date.parse(takenAt) - Date.parse(finding.changedAt) < rememberedMs
