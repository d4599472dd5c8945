import { joinGroupVersion } from '../kubernetes-object.ts'
import type { ObjectStore } from '../object-store.ts'
import type { ServedResource } from '../resource-table.ts'
import { jsonAnswer, textAnswer, type Answer } from './status-answer.ts'

interface DiscoveryInput {
  readonly store: ObjectStore
  readonly gitVersion: string
  readonly port: number
}

/** Answers the paths that name no object: version, health, groups, resource lists. `undefined`: no such path. */
export function answerDiscovery(path: string, input: DiscoveryInput): Answer | undefined {
  const parts = path.split('/').filter(Boolean)
  const [first = '', group = '', version = ''] = parts
  if (parts.length === 0) return jsonAnswer(200, { paths: ['/api', '/apis', '/livez', '/readyz', '/version'] })
  if (parts.length === 1 && ['livez', 'readyz', 'healthz'].includes(first)) return textAnswer(200, 'ok')
  if (parts.length === 1 && first === 'version') return versionAnswer(input.gitVersion)
  if (first === 'api' && parts.length === 1) return coreVersions(input.port)
  if (first === 'api' && parts.length === 2) return resourceList(input.store, '', group)
  if (first !== 'apis') return undefined
  if (parts.length === 1) return groupList(input.store)
  if (parts.length === 2) return groupAnswer(input.store, group)
  return parts.length === 3 ? resourceList(input.store, group, version) : undefined
}

function versionAnswer(gitVersion: string): Answer {
  const [major = '1', minor = '0'] = gitVersion.replace(/^v/, '').split('.')
  return jsonAnswer(200, {
    major,
    minor,
    gitVersion,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.26.0',
    compiler: 'gc',
    platform: 'linux/amd64',
  })
}

const coreVersions = (port: number): Answer =>
  jsonAnswer(200, {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: `127.0.0.1:${port}` }],
  })

/** Every group once, with the versions of all its resources. */
function groupsOf(store: ObjectStore): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  for (const { group, versions } of store.resources) {
    if (group) groups.set(group, [...new Set([...(groups.get(group) ?? []), ...versions])])
  }
  return groups
}

function describeGroup(name: string, versions: readonly string[]) {
  const described = versions.map((version) => ({ groupVersion: joinGroupVersion(name, version), version }))
  return { name, versions: described, preferredVersion: described[0] }
}

const groupList = (store: ObjectStore): Answer =>
  jsonAnswer(200, {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groupsOf(store)].map(([name, versions]) => describeGroup(name, versions)),
  })

function groupAnswer(store: ObjectStore, group: string): Answer | undefined {
  const versions = groupsOf(store).get(group)
  return versions && jsonAnswer(200, { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(group, versions) })
}

function resourceList(store: ObjectStore, group: string, version: string): Answer | undefined {
  const resources = store.resources.filter(
    (resource) => resource.group === group && resource.versions.includes(version),
  )
  if (resources.length === 0) return undefined
  return jsonAnswer(200, {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: joinGroupVersion(group, version),
    resources: resources.map(describeResource),
  })
}

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

const describeResource = (resource: ServedResource) => ({
  name: resource.plural,
  singularName: resource.kind.toLowerCase(),
  namespaced: resource.namespaced,
  kind: resource.kind,
  verbs: resource.kind.endsWith('Review') ? ['create'] : allVerbs,
})
