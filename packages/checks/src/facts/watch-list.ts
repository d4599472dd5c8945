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
 * The effective watch-list, read as MeshSync reads it: from one resource alone, `meshery-meshsync` of namespace
 * `meshery`. A whitelist counts as far as a pipeline reads its types; a blacklist takes from the whole table; an empty
 * list counts as none. Neither, both, or bad JSON is the whole table; no resource is the built-in default.
 */
export function watchListOf(meshSyncs: readonly MeshSyncResource[]): WatchList {
  const meshSync = ownResource(meshSyncs)
  if (!meshSync) return { types: realTypes.map(typeOf), from: 'built-in default' }
  const place = `MeshSync ${meshSync.namespace}/${meshSync.name} spec.watch-list`
  const whole: WatchList = { types: realTypes.map(typeOf), from: `${place}, which parses to nothing` }
  const white = namesIn(meshSync.watchList.whitelist)
  const black = namesIn(meshSync.watchList.blacklist)
  if (white === 'bad JSON' || black === 'bad JSON' || white.length > 0 === black.length > 0) return whole
  const listed = (name: string): boolean => (white.length > 0 ? white.includes(name) : !black.includes(name))
  return {
    types: realTypes.filter(listed).map(typeOf),
    from: `${place}, ${white.length > 0 ? 'whitelist' : 'blacklist'}`,
  }
}

/** Group, namespace and name are constants of MeshSync; a legacy one reads the older group. */
const ownResource = (meshSyncs: readonly MeshSyncResource[]): MeshSyncResource | undefined =>
  ['meshery.io', 'meshery.layer5.io']
    .map((group) => meshSyncs.find((each) => each.group === group && isOwnName(each)))
    .find((found) => found !== undefined)

const isOwnName = ({ namespace, name }: MeshSyncResource): boolean =>
  namespace === 'meshery' && name === 'meshery-meshsync'

/** Names of a whitelist (objects with `Resource`) or a blacklist (strings); none for a key that is absent or empty. */
function namesIn(text: string | undefined): string[] | 'bad JSON' {
  if (text === undefined || text === '') return []
  try {
    const list: unknown = JSON.parse(text)
    if (!Array.isArray(list)) return 'bad JSON'
    return (list as readonly unknown[]).flatMap((entry) => {
      if (typeof entry === 'string') return [entry]
      return entry !== null && typeof entry === 'object' && 'Resource' in entry ? [String(entry.Resource)] : []
    })
  } catch {
    return 'bad JSON' // one of MeshSync's own cases: it then watches its whole table
  }
}
