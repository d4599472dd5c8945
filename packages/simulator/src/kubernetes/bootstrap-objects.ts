import type { KubernetesObject } from './kubernetes-object.ts'

const group = 'rbac.authorization.k8s.io'
const apiVersion = `${group}/v1`
const health = ['/healthz', '/livez', '/readyz', '/version', '/version/']
const authenticated = 'system:authenticated'

/** Roles and bindings every API server starts with, as far as the auditor meets them; rules and subjects of Kubernetes 1.36. */
const bootstrapRoles = [
  {
    name: 'cluster-admin',
    groups: ['system:masters'],
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  },
  {
    name: 'system:basic-user',
    groups: [authenticated],
    rules: [
      {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      },
      { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
    ],
  },
  {
    name: 'system:discovery',
    groups: [authenticated],
    rules: [
      {
        verbs: ['get'],
        nonResourceURLs: [
          '/api',
          '/api/*',
          '/apis',
          '/apis/*',
          '/healthz',
          '/livez',
          '/openapi',
          '/openapi/*',
          '/readyz',
          '/version',
          '/version/',
        ],
      },
    ],
  },
  {
    name: 'system:public-info-viewer',
    groups: [authenticated, 'system:unauthenticated'],
    rules: [{ verbs: ['get'], nonResourceURLs: health }],
  },
] as const

/** The RBAC defaults of an empty cluster; namespaces come with `kubeSystem`. */
export function bootstrapObjects(): readonly KubernetesObject[] {
  const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' }
  const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' }
  return bootstrapRoles.flatMap(({ name, groups, rules }) => {
    const metadata = { name, labels, annotations }
    const subjects = groups.map((member) => ({ kind: 'Group', apiGroup: group, name: member }))
    const roleRef = { apiGroup: group, kind: 'ClusterRole', name }
    return [
      { apiVersion, kind: 'ClusterRole', metadata, rules },
      { apiVersion, kind: 'ClusterRoleBinding', metadata, subjects, roleRef },
    ]
  })
}
