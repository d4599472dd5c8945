import type { Cluster } from './cluster.ts'

/** What names a cluster in its cloud; for a cluster known only by a context: the context, and its server. */
export type ClusterPlace =
  | { readonly from: 'eks'; readonly account: string; readonly region: string; readonly name: string }
  | { readonly from: 'gke'; readonly project: string; readonly location: string; readonly name: string }
  | { readonly from: 'aks'; readonly subscription: string; readonly group: string; readonly name: string }
  | {
      readonly from: 'kubeconfig'
      readonly name: string
      /** Host, port unless 443, and path: one host serves several clusters by other ports (kind) or paths (Rancher). */
      readonly server: string
    }

/**
 * The id that people type and that names a cluster in every list: unique in a fleet, and the same in every run.
 * Azure answers one resource in several spellings, so its id is in lower case.
 */
export function clusterId(place: ClusterPlace): string {
  switch (place.from) {
    case 'eks':
      return `eks:${place.account}:${place.region}/${place.name}`
    case 'gke':
      return `gke:${place.project}:${place.location}/${place.name}`
    case 'aks':
      return `aks:${place.subscription}:${place.group}/${place.name}`.toLowerCase()
    case 'kubeconfig':
      return `kubeconfig:${place.name}@${escaped(place.server)}`
  }
}

/** The parts of an id; a project of Google may have a `:` in it. Undefined for what is no cluster's id. */
export function parseClusterId(id: string): ClusterPlace | undefined {
  const [, from, account = '', place = '', name = ''] = /^(eks|gke|aks):(.+):([^:/]+)\/([^/]+)$/s.exec(id) ?? []
  if (from === 'eks') return { from, account, region: place, name }
  if (from === 'gke') return { from, project: account, location: place, name }
  if (from === 'aks') return { from, subscription: account, group: place, name }
  const [, context, server] = /^kubeconfig:(.*)@([^@]+)$/s.exec(id) ?? []
  if (context === undefined || server === undefined) return undefined
  return { from: 'kubeconfig', name: context, server: server.replaceAll('%40', '@').replaceAll('%25', '%') }
}

/** A name of a context may hold an `@`: the last one of an id is ours. */
const escaped = (server: string): string => server.replaceAll('%', '%25').replaceAll('@', '%40')

/** The AWS account, Google project or Azure subscription; undefined for a cluster known only by a context. */
export function accountOf(id: string): string | undefined {
  const place = parseClusterId(id)
  switch (place?.from) {
    case 'eks':
      return place.account
    case 'gke':
      return place.project
    case 'aks':
      return place.subscription
    case 'kubeconfig':
    case undefined:
      return undefined
  }
}

/** What names a cluster in its cloud, by its locator alone: ARN, path, ARM id in lower case, or the server of a context. */
function placeOf({ provider, scope, name, locator }: Named): ClusterPlace | undefined {
  if (scope.startsWith('kubeconfig:')) {
    const isCloudLocator = Object.values(locators).some((shape) => shape.test(locator))
    return isCloudLocator ? undefined : { from: 'kubeconfig', name, server: locator }
  }
  const parts = locators[provider]?.exec(locator)
  if (!parts) return undefined
  const [, account = '', place = '', last = ''] = parts
  if (provider === 'eks') return { from: 'eks', region: account, account: place, name: last }
  if (provider === 'gke') return { from: 'gke', project: account, location: place, name: last }
  return { from: 'aks', subscription: account, group: place, name: last }
}

type Named = Pick<Cluster, 'id' | 'provider' | 'scope' | 'name' | 'locator' | 'region'>

const locators: Readonly<Partial<Record<Cluster['provider'], RegExp>>> = {
  eks: /^arn:[\w-]+:eks:([^:/]+):(\d{12}):cluster\/([^/]+)$/,
  gke: /^projects\/([^/]+)\/locations\/([^/]+)\/clusters\/([^/]+)$/,
  aks: /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/microsoft\.containerservice\/managedclusters\/([^/]+)$/,
}

function scopeOf(place: ClusterPlace, scope: string): string {
  switch (place.from) {
    case 'eks':
      return `aws:${place.account}:${place.region}`
    case 'gke':
      return `gcp:${place.project}`
    case 'aks':
      return `azure:${place.subscription}`
    case 'kubeconfig':
      return scope
  }
}

/** Whether id, name and scope are those of the locator, as a discovery call gives them. */
export function isOneCluster(cluster: Named): boolean {
  const place = placeOf(cluster)
  if (!place) return false
  // Azure answers one resource in several spellings.
  const name = place.from === 'aks' ? cluster.name.toLowerCase() : cluster.name
  const isPlaced =
    cluster.scope === scopeOf(place, cluster.scope) && (place.from !== 'eks' || cluster.region === place.region)
  return cluster.id === clusterId(place) && name === place.name && isPlaced
}
