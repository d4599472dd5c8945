import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { globMatches } from '@fleet-auditor/model/selector.ts'
import type { FoundCluster } from './discover-fleet.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'

/** Which of the found clusters a run is about. Empty lists: all of them. */
export interface Selection {
  readonly clusters: readonly string[]
  readonly providers: readonly Provider[]
}

export const selectsAll = (selection: Selection): boolean =>
  selection.clusters.length === 0 && selection.providers.length === 0

/** A glob or id that matches nothing found is the caller's mistake, unless a scope could not be read. */
export function selectClusters(
  found: readonly FoundCluster[],
  selection: Selection,
  everyScopeRead: boolean,
): FoundCluster[] {
  const matches = ({ cluster }: FoundCluster, glob: string): boolean =>
    [cluster.id, cluster.name, cluster.locator].some((word) => globMatches(glob, word))
  for (const glob of selection.clusters) {
    if (everyScopeRead && !found.some((each) => matches(each, glob))) throw unknownCluster(glob, found)
  }
  return found.filter(
    (each) =>
      (selection.providers.length === 0 || selection.providers.includes(each.cluster.provider)) &&
      (selection.clusters.length === 0 || selection.clusters.some((glob) => matches(each, glob))),
  )
}

function unknownCluster(glob: string, found: readonly FoundCluster[]): AuditorError {
  const near = nearest(
    glob,
    found.flatMap(({ cluster }) => [cluster.id, cluster.name]),
  )
  const remedy = near ? `did you mean ${near}?` : 'list them with: fleet-auditor clusters'
  return new AuditorError('usage', `no cluster is called ${glob}`, { place: '--cluster', remedy })
}
