import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { selects } from '@fleet-auditor/model/selector.ts'

/** The team that answers for a cluster: the first rule that matches, else the one its tag names; none where neither does. */
export function teamOf(
  cluster: Omit<Cluster, 'cloud'>,
  fleet: Pick<FleetFile, 'teams' | 'teamTag'>,
): string | undefined {
  const rule = fleet.teams.find(({ clusters }) => selects(clusters, cluster))
  if (rule) return rule.name
  if (fleet.teamTag === undefined || !Object.hasOwn(cluster.labels, fleet.teamTag)) return undefined
  return ownEntry(cluster.labels, fleet.teamTag) || undefined
}
