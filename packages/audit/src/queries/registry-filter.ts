import type { Owner } from '@fleet-auditor/model/target.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { RegisteredCluster } from '../ports/store.ts'

/** What only the registry knows of a cluster. Everything given must hold. */
export interface RegistryFilter {
  /** Key, id or locator. */
  readonly cluster?: string
  readonly providers?: readonly Provider[]
  readonly region?: string
  readonly plane?: string
  /** The team that answers for it. */
  readonly ownedBy?: string
}

export const selectRegistered = (
  registry: readonly RegisteredCluster[],
  filter: RegistryFilter,
): readonly RegisteredCluster[] =>
  registry.filter(
    (registered) =>
      (filter.cluster === undefined || isCalled(registered, filter.cluster)) &&
      (filter.providers === undefined || filter.providers.includes(registered.cluster.provider)) &&
      (filter.region === undefined || registered.cluster.region === filter.region) &&
      (filter.plane === undefined || registered.planes.includes(filter.plane)) &&
      (filter.ownedBy === undefined || registered.ownedBy === filter.ownedBy),
  )

/** A cluster by what people and links call it. */
export const isCalled = ({ key, cluster }: RegisteredCluster, word: string): boolean =>
  key === word || cluster.id === word || cluster.locator === word

/**
 * Whose findings a registry filter leaves; undefined where it leaves everybody's. Clusters without open findings are
 * skipped when only open ones are asked for. A plane's own findings belong to it beside those of its clusters.
 */
export function ownersOf(
  registry: readonly RegisteredCluster[],
  filter: Omit<RegistryFilter, 'providers'>,
  onlyOpen: boolean,
): readonly Owner[] | undefined {
  const { cluster, region, plane, ownedBy } = filter
  if (cluster === undefined && region === undefined && plane === undefined && ownedBy === undefined) return undefined
  const owners: Owner[] = []
  for (const { key, open } of selectRegistered(registry, filter)) {
    if (open > 0 || !onlyOpen) owners.push({ kind: 'cluster', key })
  }
  const planeAlone = cluster === undefined && region === undefined && ownedBy === undefined
  if (plane !== undefined && planeAlone) owners.push({ kind: 'plane', key: plane })
  return owners
}
