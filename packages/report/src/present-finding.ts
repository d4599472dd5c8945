import type { Check } from '@fleet-auditor/checks/define.ts'
import { describeFinding, remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { appliedWaiver } from '@fleet-auditor/model/applied-waiver.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { PresentedFinding, PresentedTarget } from '@fleet-auditor/model/presented-finding.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import { safeRemedy } from './remedy-text.ts'
import { safeText } from './safe-text.ts'

/** The latest record of a target. */
export interface LastRecord {
  readonly takenAt: string
  readonly verdicts: readonly StoredVerdict[]
  /** Set while the target cannot be read: when it last was. */
  readonly staleSince?: string
}

/** What is known of a finding beyond itself. */
interface FindingContext {
  readonly target: PresentedTarget
  /** Where its remedy is carried out; undefined for what is about no cluster, or one that the registry does not know. */
  readonly cluster: Omit<Cluster, 'cloud'> | undefined
  readonly team: string | undefined
  /** Undefined: no record of the target is known. */
  readonly lastRecord: LastRecord | undefined
  /** The waiver that accepts it now. */
  readonly waiver: Waiver | undefined
}

/** A finding in words, for every output that lists findings. */
export function presentFinding(finding: Finding, context: FindingContext): PresentedFinding {
  const { material: _, ...rest } = finding
  const { target, cluster, team, lastRecord, waiver } = context
  const check = findCheck(finding.check)
  return {
    ...rest,
    title: check?.title ?? finding.check,
    group: check?.group,
    text: findingText(finding),
    remedy: check && presentRemedy(finding, check, cluster),
    cluster: targetLabel(target, finding),
    target,
    team,
    firstSeen: finding.openedAt,
    lastSeen: lastSeenOf(finding, lastRecord),
    staleSince: lastRecord && staleSinceOf(finding, lastRecord),
    waived: waiver && appliedWaiver(waiver),
  }
}

/** What was found, safe to print. */
export const findingText = (finding: Pick<Finding, 'check' | 'subject' | 'evidence' | 'ruleVersion'>): string =>
  safeText(describeFinding(findCheck(finding.check), finding))

/** What to do about this finding, on its cluster; safe to print. */
export const presentRemedy = (
  finding: Pick<Finding, 'subject' | 'evidence' | 'provider' | 'managedBy'>,
  check: Check,
  cluster: Omit<Cluster, 'cloud'> | undefined,
): Remedy => safeRemedy(remedyOf(check, finding, cluster))

/** `cluster`: undefined where the registry does not know it. */
export function presentTarget(
  target: Target,
  cluster: Omit<Cluster, 'cloud'> | undefined,
  fleet: string,
): PresentedTarget {
  switch (target.kind) {
    case 'plane':
      return { ...target, name: target.key }
    case 'fleet':
      return { ...target, name: fleet }
    case 'cluster': {
      const { id = target.key, name = target.key, provider = 'kubeconfig', region } = cluster ?? {}
      return { ...target, id, name, provider, place: region || undefined }
    }
  }
}

/** A finding about the fleet may name one cluster, and people look for it there. */
function targetLabel(target: PresentedTarget, { subject }: Finding): string {
  if (target.kind === 'cluster') return target.id
  if (target.kind === 'plane') return `plane:${target.key}`
  return subject.kind === 'Cluster' ? subject.name : 'fleet'
}

function lastSeenOf(finding: Finding, record: LastRecord | undefined): string {
  if (finding.state === 'resolved' || record === undefined) return finding.changedAt
  if (isConfirmed(finding, record)) return record.takenAt
  const { staleSince } = record
  return staleSince !== undefined && staleSince > finding.changedAt ? staleSince : finding.changedAt
}

/** A finding that the last look confirmed is not stale, though the rest of its target could not be read. */
export const staleSinceOf = (
  finding: Pick<Finding, 'check' | 'subject' | 'state'>,
  record: Pick<LastRecord, 'verdicts' | 'staleSince'>,
): string | undefined => (finding.state === 'open' && !isConfirmed(finding, record) ? record.staleSince : undefined)

const isConfirmed = (
  finding: Pick<Finding, 'check' | 'subject'>,
  { verdicts }: Pick<LastRecord, 'verdicts'>,
): boolean => verdicts.some((verdict) => isAbout(verdict, finding))

const isAbout = (verdict: StoredVerdict, { check, subject }: Pick<Finding, 'check' | 'subject'>): boolean =>
  verdict.verdict === 'fail' && verdict.check === check && canonical(verdict.subject) === canonical(subject)
