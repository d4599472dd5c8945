import type { MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { z } from 'zod'

export interface WatchedType {
  readonly resource: string
  readonly version: string
  readonly group: string
}

/** As kubectl names it: `pods`, `deployments.apps`. */
export const typeName = ({ resource, group }: WatchedType): string => (group === '' ? resource : `${resource}.${group}`)

const typeOf = (name: string): WatchedType => {
  const [resource = '', version = '', ...group] = name.split('.')
  return { resource, version, group: group.join('.') }
}

/**
 * The types of MeshSync's built-in pipelines that are real API resources (meshery.md §3.4): its default watch-list
 * without the two that no pipeline reads. Every other name in its table is a pseudo-name that no API server serves.
 */
export const realTypes: readonly string[] = [
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
  const white = namesIn(meshSync.watchList.whitelist, Whitelist)
  const black = namesIn(meshSync.watchList.blacklist, Blacklist)
  if (white === 'unreadable' || black === 'unreadable' || white.length > 0 === black.length > 0) return whole
  const listed = (name: string): boolean => (white.length > 0 ? white.includes(name) : !black.includes(name))
  return {
    types: realTypes.filter(listed).map(typeOf),
    from: `${place}, ${white.length > 0 ? 'whitelist' : 'blacklist'}`,
  }
}

/** Whether Secrets are on it: MeshSync then publishes their contents, and the account that discovers must read them. */
export const watchesSecrets = ({ types }: WatchList): boolean =>
  types.some(({ resource, group }) => resource === 'secrets' && group === '')

/** A whitelist of these types, as the resource takes it: JSON in a string. */
export const whitelistOf = (types: readonly WatchedType[]): string =>
  JSON.stringify(
    types.map(({ resource, version, group }) => ({
      Resource: `${resource}.${version}.${group}`,
      Events: ['ADDED', 'MODIFIED', 'DELETED'],
    })),
  )

/** Group, namespace and name are constants of MeshSync; a legacy one reads the older group. */
const ownResource = (meshSyncs: readonly MeshSyncResource[]): MeshSyncResource | undefined =>
  ['meshery.io', 'meshery.layer5.io']
    .map((group) => meshSyncs.find((each) => each.group === group && isOwnName(each)))
    .find((found) => found !== undefined)

const isOwnName = ({ namespace, name }: MeshSyncResource): boolean =>
  namespace === 'meshery' && name === 'meshery-meshsync'

/** Go reads a null as the empty value of its type, and the name of a field in upper and lower case alike. */
const Blacklist = z.array(z.string().nullable()).nullable()
const Whitelist = z.array(z.record(z.string(), z.unknown()).transform(resourceIn).nullable()).nullable()

function resourceIn(entry: Readonly<Record<string, unknown>>, { issues, value }: z.core.$RefinementCtx): string {
  const [, name = ''] = Object.entries(entry).find(([key]) => key.toLowerCase() === 'resource') ?? []
  if (name === null || typeof name === 'string') return name ?? ''
  issues.push({ code: 'custom', message: 'Resource is no string', input: value })
  return ''
}

/** What a key names; none for a key that is absent or empty. MeshSync reads a list of another type as it reads bad JSON. */
function namesIn(
  text: string | undefined,
  list: typeof Blacklist | typeof Whitelist,
): readonly string[] | 'unreadable' {
  if (text === undefined || text === '') return []
  const read = list.safeParse(parsedJson(text))
  return read.success ? (read.data ?? []).map((name) => name ?? '') : 'unreadable'
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no list: one of MeshSync's own cases, in which it watches its whole table
  }
}
