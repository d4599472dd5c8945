import type { SectionName } from '@fleet-auditor/model/snapshot.ts'

/** A right taken from the auditor on a modern install, and what it can no longer report. */
export interface Removal {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly failing: readonly SectionName[]
  /** Where the right is missed, when it is asked for in a namespace. */
  readonly namespace?: string
}

const ofWorkloads = [
  'workloads',
  'services',
  'pods',
  'leases',
  'limitRanges',
  'crdJobs',
  'brokerClients',
  'routes',
  'rights',
  'reviews',
] as const
const rbac = 'rbac.authorization.k8s.io'
const namespace = 'meshery'

export const removals: readonly Removal[] = [
  { verb: 'get', group: '', resource: 'namespaces', failing: ['kubeSystem'] },
  { verb: 'list', group: '', resource: 'nodes', failing: ['nodes'] },
  { verb: 'list', group: '', resource: 'pods', failing: ['pods'], namespace },
  { verb: 'list', group: '', resource: 'services', failing: ['services', 'routes'], namespace },
  { verb: 'list', group: 'batch', resource: 'jobs', failing: ['crdJobs'], namespace },
  { verb: 'get', group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', failing: ['definitions'] },
  { verb: 'list', group: 'apps', resource: 'statefulsets', failing: ofWorkloads },
  { verb: 'list', group: 'apps', resource: 'daemonsets', failing: ['routes'] },
  { verb: 'list', group: '', resource: 'configmaps', failing: ['routes'] },
  { verb: 'list', group: 'networking.k8s.io', resource: 'ingresses', failing: ['routes'], namespace },
  { verb: 'list', group: 'coordination.k8s.io', resource: 'leases', failing: ['leases'], namespace },
  { verb: 'list', group: rbac, resource: 'clusterrolebindings', failing: ['rights'] },
  { verb: 'get', group: rbac, resource: 'clusterroles', failing: ['rights'] },
  { verb: 'get', group: rbac, resource: 'roles', failing: ['rights'], namespace },
  { verb: 'list', group: 'meshery.io', resource: 'brokers', failing: ['brokers'] },
  { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews', failing: ['reviews'] },
]
