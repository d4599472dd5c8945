import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { matches, selects } from '@fleet-auditor/model/selector.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'

type Accepted = Pick<Finding, 'check' | 'subject'> & Partial<Pick<Finding, 'fingerprint'>>

/** What a finding is of. `planes`: names of the management planes that claim a cluster; a plane's own name. */
export interface WaivedTarget {
  /** Absent: a plane, or the fleet. */
  readonly cluster?: Omit<Cluster, 'cloud'>
  readonly planes?: readonly string[]
}

/** The words that a waiver's `subject` is matched with: `kind/namespace/name`, and what outputs show. */
function subjectWords(subject: Finding['subject']): string[] {
  const { kind, namespace, name } = subject
  const named = namespace === undefined ? name : `${namespace}/${name}`
  return [`${kind}/${named}`, `${kind} ${named}`, subjectLabel(subject)]
}

/**
 * The waiver that accepts a finding, while it has not expired: accepted through its last day, in UTC. Of several the
 * first. Computed when findings are read or reported, never stored, so that an expiry needs no write.
 */
export function waiverOf(
  finding: Accepted,
  target: WaivedTarget,
  waivers: readonly Waiver[],
  takenAt: string,
): Waiver | undefined {
  const today = takenAt.slice(0, 10)
  return waivers.find((waiver) => waiver.expires >= today && accepts(waiver, finding, target))
}

/** Whether a waiver is about a finding, expired or not. */
function accepts(waiver: Waiver, { check, subject, fingerprint }: Accepted, target: WaivedTarget): boolean {
  if (waiver.check !== check) return false
  if (waiver.fingerprint !== undefined && waiver.fingerprint !== fingerprint) return false
  if (waiver.subject !== undefined && !matches([waiver.subject], subjectWords(subject))) return false
  return isOn(waiver, target)
}

/** What is found of a plane or of the fleet is accepted only where a waiver names the plane, or the finding itself. */
function isOn({ fingerprint, clusters, planes }: Waiver, { cluster, planes: of = [] }: WaivedTarget): boolean {
  if (planes !== undefined && !planes.some((plane) => of.includes(plane))) return false
  if (cluster) return selects(clusters, cluster)
  return Object.keys(clusters).length === 0 && (planes !== undefined || fingerprint !== undefined)
}
