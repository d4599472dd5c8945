import { allow, type RoleRule } from './rbac.ts'

const coreGroup = ''

/** What MeshSync watches by default, 23 entries in the chart's order (meshery.md §3.4). */
export const defaultWhitelist: readonly string[] = [
  'grafanas.v1beta1.grafana.integreatly.org',
  'prometheuses.v1.monitoring.coreos.com',
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

/** A list tuned to what a platform team draws: nothing secret, nothing inert. */
export const tunedWhitelist: readonly string[] = [
  'namespaces.v1.',
  'nodes.v1.',
  'pods.v1.',
  'services.v1.',
  'deployments.v1.apps',
  'statefulsets.v1.apps',
  'daemonsets.v1.apps',
  'ingresses.v1.networking.k8s.io',
]

/** The CR's `watch-list.data.whitelist`: JSON inside a string. */
export const whitelistText = (resources: readonly string[]): string =>
  JSON.stringify(resources.map((Resource) => ({ Resource, Events: ['ADDED', 'MODIFIED', 'DELETED'] })))

/** The rights a discovering identity needs for a whitelist: read and watch each type, plus the definitions. */
export function discoveryRules(resources: readonly string[]): readonly RoleRule[] {
  const byGroup = Map.groupBy(resources, (entry) => entry.split('.').slice(2).join('.') || coreGroup)
  const verbs = ['get', 'list', 'watch']
  const rules = [...byGroup].map(([group, entries]) =>
    allow(
      group,
      entries.map((entry) => entry.split('.')[0] ?? ''),
      verbs,
    ),
  )
  return [...rules, allow('apiextensions.k8s.io', ['customresourcedefinitions'], verbs)]
}
