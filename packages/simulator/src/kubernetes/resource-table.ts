import { listAt, textAt, valueAt } from './json-reader.ts'
import { groupOf, versionOf, type KubernetesObject } from './kubernetes-object.ts'

/** One served resource: its path and what its objects are called. `versions`: the preferred one first. */
export interface ServedResource {
  readonly group: string
  readonly versions: readonly string[]
  readonly plural: string
  readonly kind: string
  readonly namespaced: boolean
  /** Served from a CustomResourceDefinition: lists then name the kind of each item, as the real server does. */
  readonly custom: boolean
  readonly columns: readonly CustomColumn[]
}

/** One `additionalPrinterColumns` entry. */
export interface CustomColumn {
  readonly name: string
  readonly type: string
  readonly path: readonly string[]
}

const rbac = 'rbac.authorization.k8s.io'
const [cluster, namespaced] = [false, true]

/** Kinds a plain cluster serves and that the auditor or its tests may ask for; order as in the real `/apis`. */
const builtIn: readonly (readonly [group: string, plural: string, kind: string, namespaced: boolean])[] = [
  ['', 'configmaps', 'ConfigMap', namespaced],
  ['', 'endpoints', 'Endpoints', namespaced],
  ['', 'events', 'Event', namespaced],
  ['', 'limitranges', 'LimitRange', namespaced],
  ['', 'namespaces', 'Namespace', cluster],
  ['', 'nodes', 'Node', cluster],
  ['', 'persistentvolumeclaims', 'PersistentVolumeClaim', namespaced],
  ['', 'persistentvolumes', 'PersistentVolume', cluster],
  ['', 'pods', 'Pod', namespaced],
  ['', 'replicationcontrollers', 'ReplicationController', namespaced],
  ['', 'resourcequotas', 'ResourceQuota', namespaced],
  ['', 'secrets', 'Secret', namespaced],
  ['', 'serviceaccounts', 'ServiceAccount', namespaced],
  ['', 'services', 'Service', namespaced],
  ['apiregistration.k8s.io', 'apiservices', 'APIService', cluster],
  ['apps', 'daemonsets', 'DaemonSet', namespaced],
  ['apps', 'deployments', 'Deployment', namespaced],
  ['apps', 'replicasets', 'ReplicaSet', namespaced],
  ['apps', 'statefulsets', 'StatefulSet', namespaced],
  ['authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview', cluster],
  ['authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview', cluster],
  ['authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview', cluster],
  ['authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview', cluster],
  ['batch', 'cronjobs', 'CronJob', namespaced],
  ['batch', 'jobs', 'Job', namespaced],
  ['networking.k8s.io', 'ingressclasses', 'IngressClass', cluster],
  ['networking.k8s.io', 'ingresses', 'Ingress', namespaced],
  ['networking.k8s.io', 'networkpolicies', 'NetworkPolicy', namespaced],
  ['policy', 'poddisruptionbudgets', 'PodDisruptionBudget', namespaced],
  [rbac, 'clusterrolebindings', 'ClusterRoleBinding', cluster],
  [rbac, 'clusterroles', 'ClusterRole', cluster],
  [rbac, 'rolebindings', 'RoleBinding', namespaced],
  [rbac, 'roles', 'Role', namespaced],
  ['storage.k8s.io', 'storageclasses', 'StorageClass', cluster],
  ['apiextensions.k8s.io', 'customresourcedefinitions', 'CustomResourceDefinition', cluster],
  ['coordination.k8s.io', 'leases', 'Lease', namespaced],
  ['discovery.k8s.io', 'endpointslices', 'EndpointSlice', namespaced],
]

const builtInResources: readonly ServedResource[] = builtIn.map(([group, plural, kind, isNamespaced]) => ({
  group,
  versions: ['v1'],
  plural,
  kind,
  namespaced: isNamespaced,
  custom: false,
  columns: [],
}))

export const builtInGroups: ReadonlySet<string> = new Set(builtInResources.map((resource) => resource.group))

/** Built-in resources, then those of the CustomResourceDefinitions among the objects, then any other kind that has objects. */
export function servedResources(objects: readonly KubernetesObject[]): readonly ServedResource[] {
  const served = [...builtInResources]
  for (const object of objects) if (object.kind === 'CustomResourceDefinition') served.push(fromDefinition(object))
  for (const object of objects) {
    const group = groupOf(object.apiVersion)
    if (!served.some((resource) => resource.group === group && resource.kind === object.kind)) {
      served.push(fromObject(object))
    }
  }
  return served
}

function fromDefinition(definition: KubernetesObject): ServedResource {
  const versions = listAt(definition, 'spec', 'versions').filter((version) => valueAt(version, 'served') === true)
  const columns = listAt(versions[0], 'additionalPrinterColumns').map((column) => ({
    name: textAt(column, 'name'),
    type: textAt(column, 'type'),
    path: textAt(column, 'jsonPath').split('.').filter(Boolean),
  }))
  return {
    group: textAt(definition, 'spec', 'group'),
    versions: versions.map((version) => textAt(version, 'name')).sort(byVersionPriority),
    plural: textAt(definition, 'spec', 'names', 'plural'),
    kind: textAt(definition, 'spec', 'names', 'kind'),
    namespaced: textAt(definition, 'spec', 'scope') === 'Namespaced',
    custom: true,
    columns,
  }
}

/** A kind without a definition: served as a custom resource would be, under the usual plural. */
function fromObject(object: KubernetesObject): ServedResource {
  return {
    group: groupOf(object.apiVersion),
    versions: [versionOf(object.apiVersion)],
    plural: pluralOf(object.kind.toLowerCase()),
    kind: object.kind,
    namespaced: object.metadata.namespace !== undefined,
    custom: true,
    columns: [],
  }
}

const pluralOf = (singular: string): string =>
  /(s|x|ch|sh)$/.test(singular) ? `${singular}es` : singular.replace(/(?<![aeiou])y$/, 'ie') + 's'

/** GA before beta before alpha, then the higher number: k8s.io/apimachinery/pkg/version. */
function byVersionPriority(left: string, right: string): number {
  const rank = (version: string): number => {
    const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version)
    if (!parts) return -1
    const stage = { alpha: 0, beta: 1 }[parts[2] ?? ''] ?? 2
    return stage * 1e6 + Number(parts[1]) * 1e3 + Number(parts[3] ?? 0)
  }
  return rank(right) - rank(left)
}
