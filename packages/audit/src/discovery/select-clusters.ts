import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { matches } from '@fleet-auditor/model/selector.ts'
import type { FoundCluster } from './discover-fleet.ts'
import { clusterKey } from '../hash.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'

/** Which of the found clusters a run is about. Empty lists: all of them. */
export interface Selection {
  /** Ids, names, keys, locators, or globs of them; `!` in front excludes. */
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
  for (const pattern of selection.clusters) {
    const word = pattern.replace(/^!/, '')
    if (everyScopeRead && !found.some((each) => matches([word], wordsOf(each)))) throw unknownCluster(word, found)
  }
  return found.filter(
    (each) =>
      (selection.providers.length === 0 || selection.providers.includes(each.cluster.provider)) &&
      (selection.clusters.length === 0 || matches(selection.clusters, wordsOf(each))),
  )
}

const wordsOf = ({ cluster }: FoundCluster): string[] => [
  cluster.id,
  cluster.name,
  cluster.locator,
  clusterKey(cluster.locator),
]

function unknownCluster(word: string, found: readonly FoundCluster[]): AuditorError {
  const near = nearest(
    word,
    found.flatMap(({ cluster }) => [cluster.id, cluster.name]),
  )
  const remedy = near ? `did you mean ${near}?` : 'list them with: fleet-auditor clusters'
  return new AuditorError('usage', `no cluster is called ${word}`, { place: '--cluster', remedy })
}
