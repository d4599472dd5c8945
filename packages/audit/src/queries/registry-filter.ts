import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { isCalled } from '../discovery/select-clusters.ts'
import type { RegisteredCluster } from '../ports/store.ts'

/** What only the registry knows of a cluster. Everything given must hold. */
export interface RegistryFilter {
  /** Key, id, name or locator, or a glob of them. */
  readonly cluster?: string
  readonly providers?: readonly Provider[]
  readonly region?: string
  readonly plane?: string
  /** The team that answers for it. */
  readonly team?: string
}

export const selectRegistered = (
  registry: readonly RegisteredCluster[],
  filter: RegistryFilter,
): readonly RegisteredCluster[] =>
  registry.filter(
    (registered) =>
      (filter.cluster === undefined || isCalled(registered.cluster, filter.cluster)) &&
      (filter.providers === undefined || filter.providers.includes(registered.cluster.provider)) &&
      (filter.region === undefined || registered.cluster.region === filter.region) &&
      (filter.plane === undefined || registered.planes.includes(filter.plane)) &&
      (filter.team === undefined || registered.team === filter.team),
  )

/**
 * Whose findings a registry filter leaves; undefined where it leaves everybody's. Clusters without open findings are
 * skipped when only open ones are asked for. A plane's own findings belong to it beside those of its clusters.
 */
export function targetsOf(
  registry: readonly RegisteredCluster[],
  filter: Omit<RegistryFilter, 'providers'>,
  onlyOpen: boolean,
): readonly Target[] | undefined {
  const { cluster, region, plane, team } = filter
  if (cluster === undefined && region === undefined && plane === undefined && team === undefined) return undefined
  const targets: Target[] = []
  for (const { key, open } of selectRegistered(registry, filter)) {
    if (open > 0 || !onlyOpen) targets.push({ kind: 'cluster', key })
  }
  const planeAlone = cluster === undefined && region === undefined && team === undefined
  if (plane !== undefined && planeAlone) targets.push({ kind: 'plane', key: plane })
  return targets
}
