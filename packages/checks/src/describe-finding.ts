import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import { OmittedEvidence, OmittedSubjects } from '@fleet-auditor/model/verdict.ts'
import type { Check } from './define.ts'
import { readEvidence } from './evidence.ts'
import { withLogin, type RemedyContext } from './remedies/remedy-context.ts'

/** What was found, in words. Stored findings may be older than the check, and outlive it. */
export function describeFinding(
  check: Check | undefined,
  { subject, evidence, ruleVersion }: Pick<Finding, 'subject' | 'evidence' | 'ruleVersion'>,
): string {
  if (!check) return 'the check is no longer in the catalogue'
  const read = readEvidence(check, evidence)
  if (read) return check.describe(subject, read.evidence)
  const omitted = OmittedEvidence.safeParse(evidence)
  if (omitted.success) {
    return `its evidence (${Math.ceil(omitted.data.omittedBytes / 1024)} KB) is too large to show here`
  }
  const more = OmittedSubjects.safeParse(evidence)
  if (more.success) return `and ${more.data.omittedSubjects} more, which are not listed one by one`
  if (ruleVersion === check.ruleVersion) return 'its evidence is not in the form that the check declares'
  return `found by version ${ruleVersion} of the rule, whose evidence version ${check.ruleVersion} cannot show`
}

/** What to do in general: on no cluster, about no object. */
export const generalRemedy = (check: Check): Remedy =>
  check.remedy({ kind: '<kind>', name: '<name>', namespace: '<namespace>' }, undefined, { provider: 'kubeconfig' })

type RemediedFinding = Pick<Finding, 'subject' | 'evidence'> & Partial<Pick<Finding, 'provider' | 'managedBy'>>

/** What to do about a finding, on its cluster; in general where its evidence cannot be read. */
export function remedyOf(
  check: Check,
  { subject, evidence, provider = 'kubeconfig', managedBy }: RemediedFinding,
  cluster?: RemedyContext['cluster'],
): Remedy {
  const where: RemedyContext = { provider, cluster, managedBy }
  const read = readEvidence(check, evidence)
  const remedy = read ? check.remedy(subject, read.evidence, where) : check.remedy(subject, undefined, where)
  return withLogin(remedy, where)
}
