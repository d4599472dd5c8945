import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import type { SectionName } from '@fleet-auditor/model/snapshot.ts'

/** A rule of the auditor's ClusterRole. */
export interface RoleRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
  readonly resourceNames?: readonly string[]
}

const list = (group: string, ...resources: string[]): RoleRule => ({ apiGroups: [group], resources, verbs: ['list'] })

/**
 * The rights that collecting each section uses, no more. Sections that need no right of their own (what every
 * authenticated identity may read: /version, /apis) have an empty list. The collector's tests hold this against what
 * is asked: the section fails when one of its rights is taken away, and works with exactly these.
 */
export const sectionRights: Readonly<Record<SectionName, readonly RoleRule[]>> = {
  cloud: [],
  connection: [],
  apiServer: [],
  apiGroups: [],
  kubeSystem: [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] }],
  nodes: [list('', 'nodes')],
  workloads: [list('apps', 'deployments', 'statefulsets')],
  pods: [list('', 'pods')],
  brokers: [list('meshery.io', 'brokers'), list('meshery.layer5.io', 'brokers')],
  meshSyncs: [list('meshery.io', 'meshsyncs'), list('meshery.layer5.io', 'meshsyncs')],
  services: [list('', 'services')],
  routes: [list('networking.k8s.io', 'ingresses'), list('gateway.networking.k8s.io', 'httproutes')],
  leases: [list('coordination.k8s.io', 'leases')],
  limitRanges: [list('', 'limitranges')],
  rights: [
    list('rbac.authorization.k8s.io', 'clusterrolebindings', 'rolebindings'),
    { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles', 'roles'], verbs: ['get'] },
  ],
  reviews: [{ apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] }],
}

/** What identifying the cluster and its cloud, and finding Meshery, takes, whichever checks are enabled. */
const always: readonly SectionName[] = ['kubeSystem', 'nodes', 'workloads']

/** The sections that some checks need or use. */
export function sectionsFor(checks: readonly AnyClusterCheck[]): SectionName[] {
  return [...new Set([...always, ...checks.flatMap((check) => [...check.needs, ...check.uses])])]
}
