import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { selects } from '@fleet-auditor/model/selector.ts'

/** The team that answers for a cluster: the first rule that matches, else what its tag says; nobody, where neither does. */
export function ownedBy(
  cluster: Omit<Cluster, 'cloud'>,
  fleet: Pick<FleetFile, 'owners' | 'ownerTag'>,
): string | undefined {
  const rule = fleet.owners.find(({ clusters }) => selects(clusters, cluster))
  if (rule) return rule.name
  if (fleet.ownerTag === undefined || !Object.hasOwn(cluster.labels, fleet.ownerTag)) return undefined
  return cluster.labels[fleet.ownerTag] || undefined
}
