import type { MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'

export interface WatchedType {
  readonly resource: string
  readonly version: string
  readonly group: string
}

const typeOf = (name: string): WatchedType => {
  const [resource = '', version = '', ...group] = name.split('.')
  return { resource, version, group: group.join('.') }
}

/**
 * The types of MeshSync's built-in pipelines that are real API resources (meshery.md §3.4): its default watch-list
 * without the two that no pipeline reads. Every other name in its table is a pseudo-name that no API server serves.
 */
const realTypes: readonly string[] = [
  'namespaces.v1.',
  'configmaps.v1.',
  'nodes.v1.',
  'secrets.v1.',
  'persistentvolumes.v1.',
  'persistentvolumeclaims.v1.',
  'replicasets.v1.apps',
  'pods.v1.',
  'services.v1.',
  'deployments.v1.apps',
  'statefulsets.v1.apps',
  'daemonsets.v1.apps',
  'ingresses.v1.networking.k8s.io',
  'endpoints.v1.',
  'endpointslices.v1.discovery.k8s.io',
  'cronjobs.v1.batch',
  'replicationcontrollers.v1.',
  'storageclasses.v1.storage.k8s.io',
  'clusterroles.v1.rbac.authorization.k8s.io',
  'volumeattachments.v1.storage.k8s.io',
  'apiservices.v1.apiregistration.k8s.io',
]

/** What MeshSync watches, and where that is written. */
export interface WatchList {
  readonly types: readonly WatchedType[]
  readonly from: string
}

/**
 * The effective watch-list: a valid whitelist, as far as a pipeline reads its types; a blacklist takes from the whole
 * table; neither, both, or bad JSON is the whole table; no resource is the built-in default.
 */
export function watchListOf(meshSync: MeshSyncResource | undefined): WatchList {
  if (!meshSync) return { types: realTypes.map(typeOf), from: 'built-in default' }
  const { whitelist, blacklist } = meshSync.watchList
  const place = `MeshSync ${meshSync.namespace}/${meshSync.name} spec.watch-list`
  const white = whitelist === undefined ? undefined : namesIn(whitelist)
  const black = blacklist === undefined ? undefined : namesIn(blacklist)
  if (white && blacklist === undefined) {
    return { types: realTypes.filter((name) => white.includes(name)).map(typeOf), from: `${place}, whitelist` }
  }
  if (black && whitelist === undefined) {
    return { types: realTypes.filter((name) => !black.includes(name)).map(typeOf), from: `${place}, blacklist` }
  }
  return { types: realTypes.map(typeOf), from: `${place}, which parses to nothing` }
}

/** Names of a whitelist (objects with `Resource`) or a blacklist (strings); undefined for bad JSON. */
function namesIn(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    if (!Array.isArray(list)) return undefined
    const names: string[] = []
    for (const entry of list as readonly unknown[]) {
      if (typeof entry === 'string') names.push(entry)
      else if (entry !== null && typeof entry === 'object' && 'Resource' in entry) names.push(String(entry.Resource))
    }
    return names
  } catch {
    return undefined // bad JSON is one of MeshSync's own cases: it then watches its whole table
  }
}
