import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Waiver } from '@fleet-auditor/model/fleet-file.ts'
import { globMatches, selects } from '@fleet-auditor/model/selector.ts'

/** `kind/namespace/name` (no namespace: `kind/name`), the word that a waiver's `subject` is matched with. */
const subjectWord = ({ kind, namespace, name }: Finding['subject']): string =>
  [kind, namespace, name].filter((part) => part !== undefined).join('/')

/**
 * The waiver that accepts a finding, while it has not expired: accepted through its last day, in UTC. Computed when
 * findings are read or reported, never stored, so that an expiry needs no write.
 */
export function waiverOf(
  finding: Pick<Finding, 'check' | 'subject'>,
  cluster: Omit<Cluster, 'cloud'>,
  waivers: readonly Waiver[],
  takenAt: string,
): Waiver | undefined {
  const today = takenAt.slice(0, 10)
  return waivers.find(
    (waiver) =>
      waiver.check === finding.check &&
      waiver.expires >= today &&
      selects(waiver.clusters, cluster) &&
      (waiver.subject === undefined || globMatches(waiver.subject, subjectWord(finding.subject))),
  )
}
