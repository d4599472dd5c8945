import { parseClusterId, type ClusterPlace } from './cluster-id.ts'
import type { Provider } from './provider.ts'

/** What a label is made of. An id alone gives no region for AKS: it names none. */
export interface Labelled {
  readonly id: string
  readonly provider?: Provider | undefined
  readonly region?: string | undefined
}

/**
 * A cluster as people read it: `payments (EKS eu-west-1)`; where another of `all` has the same name and place, with the
 * account, project or subscription: `payments (EKS eu-west-1, 111122223333)`.
 */
export const clusterLabel = (cluster: Labelled, all: readonly Labelled[] = []): string =>
  clusterLabels([...all, cluster])(cluster.id)

/** A cluster’s own name, and where it is: `payments`, `EKS eu-west-1`. The fleet and its planes have no place. */
export interface PlacedName {
  readonly name: string
  readonly place: string
}

/** The labels of a whole fleet by id, as `clusterLabel` makes them. An id that is not among them gets its short label. */
export function clusterLabels(all: readonly Labelled[]): (id: string) => string {
  const named = placedNames(all)
  return (id) => labelOf(named(id))
}

/** The same in two parts; the place names the account too where two clusters would share both. */
export function placedNames(all: readonly Labelled[]): (id: string) => PlacedName {
  const byId = new Map(all.map((cluster) => [cluster.id, cluster]))
  const sharing = Map.groupBy(byId.values(), (cluster) => labelOf(placedName(cluster, false)))
  return (id) => {
    const cluster = byId.get(id) ?? { id }
    const short = placedName(cluster, false)
    return (sharing.get(labelOf(short))?.length ?? 0) > 1 ? placedName(cluster, true) : short
  }
}

const labelOf = ({ name, place }: PlacedName): string => (place === '' ? name : `${name} (${place})`)

function placedName(cluster: Labelled, withAccount: boolean): PlacedName {
  const place = parseClusterId(cluster.id)
  // The fleet and its planes stand among clusters by their own names.
  if (!place) return { name: cluster.id, place: '' }
  const where = whereOf(place, cluster)
  return { name: place.name, place: withAccount ? `${where}, ${accountPart(place)}` : where }
}

function whereOf(place: ClusterPlace, { provider, region }: Labelled): string {
  switch (place.from) {
    case 'eks':
      return `EKS ${place.region}`
    case 'gke':
      return `GKE ${place.location}`
    case 'aks':
      return `AKS ${region ?? `resource group ${place.group}`}`
    case 'kubeconfig':
      // Only an API host of a cloud names both; a cloud that nodes give away is not known everywhere.
      return provider && region ? `${provider.toUpperCase()} ${region}` : place.server
  }
}

/** A resource group is in the subscription, and in one region there may be several. */
function accountPart(place: ClusterPlace): string {
  switch (place.from) {
    case 'eks':
      return place.account
    case 'gke':
      return place.project
    case 'aks':
      return `${place.subscription}/${place.group}`
    case 'kubeconfig':
      return place.server
  }
}
