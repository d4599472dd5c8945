import type { RegisteredCluster, StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import type { Check } from '@fleet-auditor/checks/define.ts'
import { describeFinding, remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import type { Waiver } from '@fleet-auditor/model/fleet-file.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { linkTo } from './links.ts'
import type { WordedFinding } from './shapes/finding-shape.ts'

export interface Wording {
  readonly clusters: ReadonlyMap<string, RegisteredCluster>
  readonly waivers: readonly Waiver[]
  /** ISO 8601: a waiver counts through its last day. */
  readonly now: string
}

/** A stored finding in words, with the waiver that accepts it today. */
export function wordFinding(stored: StoredFinding, { clusters, waivers, now }: Wording): WordedFinding {
  const { material: _, ...finding } = stored
  const check = findCheck(finding.check)
  const registered = finding.target.kind === 'cluster' ? clusters.get(finding.target.key) : undefined
  const waiver = registered && waiverOf(finding, registered.cluster, waivers, now)
  return {
    ...finding,
    title: check?.title ?? finding.check,
    ...(check ? { group: check.group, remedy: safeRemedy(stored, check) } : {}),
    says: safeText(describeFinding(check, finding)),
    cluster: aboutOf(stored, registered),
    waived: waiver === undefined ? undefined : { owner: waiver.owner, reason: waiver.reason, expires: waiver.expires },
    links: {
      self: linkTo.finding(finding.fingerprint),
      check: linkTo.check(finding.check),
      cluster: finding.target.kind === 'cluster' ? linkTo.cluster(finding.target.key) : undefined,
    },
  }
}

/** What to do about this finding, on its provider. */
export function safeRemedy(finding: StoredFinding, check: Check) {
  const { summary, helm, command } = remedyOf(check, finding)
  return {
    summary: safeText(summary),
    helm: helm === undefined ? undefined : safeText(helm),
    command: command === undefined ? undefined : safeText(command),
  }
}

/** A finding of the fleet's own may speak of one cluster, and people look for it under that. */
function aboutOf({ target, subject }: StoredFinding, registered: RegisteredCluster | undefined): string {
  if (target.kind === 'cluster') return registered?.cluster.id ?? target.key
  if (target.kind === 'plane') return `plane ${target.key}`
  return subject.kind === 'Cluster' ? subject.name : 'fleet'
}
