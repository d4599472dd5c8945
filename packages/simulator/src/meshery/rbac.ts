import type { KubernetesObject, ObjectMetadata } from '../kubernetes/kubernetes-object.ts'
import { installedAt } from './release.ts'

const group = 'rbac.authorization.k8s.io'
const apiVersion = `${group}/v1`

/** A rule as manifests write it. */
export interface RoleRule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

export interface BindingSubject {
  readonly kind: 'ServiceAccount' | 'User' | 'Group'
  readonly name: string
  readonly namespace?: string
}

export const fullVerbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'] as const

export const allow = (apiGroup: string, resources: readonly string[], verbs: readonly string[]): RoleRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
})

type Named = Partial<ObjectMetadata> & { readonly name: string }

/** RBAC objects of a release are cluster-scoped even though their metadata is written for a namespace. */
const clusterMetadata = ({ namespace: _namespace, ...metadata }: Named): Named => ({
  creationTimestamp: installedAt,
  ...metadata,
})

const withGroup = (subject: BindingSubject) =>
  subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: group }

export const serviceAccount = (namespace: string, name: string): BindingSubject => ({
  kind: 'ServiceAccount',
  name,
  namespace,
})

export const clusterRole = (metadata: Named, rules: readonly RoleRule[]): KubernetesObject => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: clusterMetadata(metadata),
  rules,
})

export const clusterRoleBinding = (
  metadata: Named,
  role: string,
  subjects: readonly BindingSubject[],
): KubernetesObject => ({
  apiVersion,
  kind: 'ClusterRoleBinding',
  metadata: clusterMetadata(metadata),
  roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
  subjects: subjects.map(withGroup),
})

export const role = (metadata: Named, rules: readonly RoleRule[]): KubernetesObject => ({
  apiVersion,
  kind: 'Role',
  metadata: { creationTimestamp: installedAt, ...metadata },
  rules,
})

export const roleBinding = (
  metadata: Named,
  bound: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string },
  subjects: readonly BindingSubject[],
): KubernetesObject => ({
  apiVersion,
  kind: 'RoleBinding',
  metadata: { creationTimestamp: installedAt, ...metadata },
  roleRef: { apiGroup: group, ...bound },
  subjects: subjects.map(withGroup),
})
