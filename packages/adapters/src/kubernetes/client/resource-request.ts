import type { Grant } from '@fleet-auditor/model/section.ts'

/** One kind of object as the API's paths name it. */
export interface Resource {
  readonly group: string
  readonly version: string
  readonly resource: string
}

const rbac = 'rbac.authorization.k8s.io'

export const resources = {
  namespaces: { group: '', version: 'v1', resource: 'namespaces' },
  configMaps: { group: '', version: 'v1', resource: 'configmaps' },
  nodes: { group: '', version: 'v1', resource: 'nodes' },
  pods: { group: '', version: 'v1', resource: 'pods' },
  services: { group: '', version: 'v1', resource: 'services' },
  limitRanges: { group: '', version: 'v1', resource: 'limitranges' },
  deployments: { group: 'apps', version: 'v1', resource: 'deployments' },
  statefulSets: { group: 'apps', version: 'v1', resource: 'statefulsets' },
  daemonSets: { group: 'apps', version: 'v1', resource: 'daemonsets' },
  jobs: { group: 'batch', version: 'v1', resource: 'jobs' },
  definitions: { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' },
  leases: { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' },
  clusterRoles: { group: rbac, version: 'v1', resource: 'clusterroles' },
  clusterRoleBindings: { group: rbac, version: 'v1', resource: 'clusterrolebindings' },
  roles: { group: rbac, version: 'v1', resource: 'roles' },
  roleBindings: { group: rbac, version: 'v1', resource: 'rolebindings' },
  subjectAccessReviews: { group: 'authorization.k8s.io', version: 'v1', resource: 'subjectaccessreviews' },
} as const satisfies Record<string, Resource>

export const mediaTypes = {
  json: 'application/json',
  metadata: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  table: 'application/json;as=Table;g=meta.k8s.io;v=v1',
} as const

/** What makes a list a table without the objects themselves. */
export const asTable = { accept: mediaTypes.table, query: { includeObject: 'None' } } as const

/**
 * Where among dependent requests this one stands: round 2 needs an answer of round 1. A fourth one there is only where
 * custom resources alone show where Meshery's workloads are.
 */
export type Round = 1 | 2 | 3 | 4

/** The round after this one. */
export const nextRound = (round: Round): Round => (round === 1 ? 2 : round === 2 ? 3 : 4)

/** One request to the API server. `body` makes it a POST, which only an access review is. */
export interface ApiRequest {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly round: Round
  readonly accept?: string
  readonly body?: string
  /** What a 403 to this request lacks. */
  readonly grant: Grant
}

interface Place {
  readonly namespace?: string
  readonly name?: string
}

export function resourcePath({ group, version, resource }: Resource, { namespace, name }: Place = {}): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const parts = [...(namespace === undefined ? [] : ['namespaces', namespace]), resource, ...(name ? [name] : [])]
  return `${root}/${parts.map(encodeURIComponent).join('/')}`
}

export const kubernetesGrant = (verb: string, { group, resource }: Resource, namespace?: string): Grant => ({
  kind: 'kubernetes',
  verbs: [verb],
  group,
  resource,
  namespace,
})

/** `/version` and `/apis` are no resources; every login may read them unless bootstrap bindings were cut. */
export const pathGrant = (path: string): Grant => ({
  kind: 'action',
  sentence: `let the auditor GET ${path} (nonResourceURLs, verb get; the bootstrap ClusterRole system:discovery holds it)`,
})

export const getRequest = (resource: Resource, round: Round, place: Place & { readonly name: string }): ApiRequest => ({
  path: resourcePath(resource, place),
  round,
  grant: kubernetesGrant('get', resource, place.namespace),
})
