import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import type { SectionName } from '@fleet-auditor/model/snapshot.ts'

/** The least rules for some checks: rights of one group and one set of verbs joined, in a stable order. */
export function leastRules(checks: readonly AnyClusterCheck[]): RoleRule[] {
  const rules = sectionsFor(checks).flatMap((section) => sectionRights[section])
  const joined = new Map<string, { rule: RoleRule; resources: Set<string> }>()
  for (const rule of rules) {
    const key = [rule.apiGroups.join(), rule.verbs.join(), rule.resourceNames?.join() ?? ''].join(' ')
    const same = joined.get(key) ?? { rule, resources: new Set<string>() }
    for (const resource of rule.resources) same.resources.add(resource)
    joined.set(key, same)
  }
  return [...joined.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { rule, resources }]) => ({ ...rule, resources: [...resources].toSorted() }))
}

/** The name of the group to map the auditor's cloud identity to, where a cloud maps identities to groups. */
export const auditorGroup = 'fleet-auditor'

/**
 * What reads the connections of Brokers: the monitoring port of their two Services and nothing else. It is apart from the
 * rest, since a proxy right lets its holder send requests into the cluster; that port answers to GET alone.
 */
export const brokerConnectionsRule: RoleRule = {
  apiGroups: [''],
  resources: ['services/proxy'],
  resourceNames: ['meshery-nats:8222', 'meshery-broker:8222'],
  verbs: ['get'],
}

/** ClusterRole and binding as plain objects, ready for `kubectl apply -f -` as JSON or YAML. */
export function kubernetesRole(
  checks: readonly AnyClusterCheck[],
  { brokerConnections = false }: { readonly brokerConnections?: boolean } = {},
): readonly object[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1'
  const metadata = { name: 'fleet-auditor', labels: { 'app.kubernetes.io/part-of': 'fleet-auditor' } }
  const rules = [...leastRules(checks), ...(brokerConnections ? [brokerConnectionsRule] : [])]
  return [
    { apiVersion, kind: 'ClusterRole', metadata, rules },
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'fleet-auditor' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: auditorGroup }],
    },
  ]
}

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
  // Of Argo Rollouts only where its group is served, for a Server that runs as a Rollout.
  workloads: [list('apps', 'deployments', 'statefulsets'), list('argoproj.io', 'rollouts')],
  pods: [list('', 'pods')],
  brokers: [list('meshery.io', 'brokers'), list('meshery.layer5.io', 'brokers')],
  meshSyncs: [list('meshery.io', 'meshsyncs'), list('meshery.layer5.io', 'meshsyncs')],
  definitions: [
    {
      apiGroups: ['apiextensions.k8s.io'],
      resources: ['customresourcedefinitions'],
      resourceNames: ['brokers', 'meshsyncs'].flatMap((plural) =>
        ['meshery.io', 'meshery.layer5.io'].map((group) => `${plural}.${group}`),
      ),
      verbs: ['get'],
    },
  ],
  services: [list('', 'services')],
  routes: [
    list('networking.k8s.io', 'ingresses'),
    list('gateway.networking.k8s.io', 'gateways', 'httproutes', 'tcproutes', 'tlsroutes'),
    list('traefik.io', 'ingressroutes', 'ingressroutetcps', 'traefikservices'),
    list('traefik.containo.us', 'ingressroutes', 'ingressroutetcps', 'traefikservices'),
    list('projectcontour.io', 'httpproxies'),
    list('networking.istio.io', 'virtualservices'),
    list('route.openshift.io', 'routes'),
    list('elbv2.k8s.aws', 'targetgroupbindings'),
    list('eks.amazonaws.com', 'targetgroupbindings'),
    list('networking.gke.io', 'serviceattachments'),
    // What ingress-nginx leads to Brokers: its controllers name the ConfigMap, which has one of these names by default.
    list('apps', 'daemonsets', 'deployments'),
    {
      apiGroups: [''],
      resources: ['configmaps'],
      resourceNames: ['ingress-nginx-tcp', 'tcp-services'],
      verbs: ['get', 'list'],
    },
  ],
  leases: [list('coordination.k8s.io', 'leases')],
  limitRanges: [list('', 'limitranges')],
  crdJobs: [{ ...list('batch', 'jobs'), resourceNames: ['meshery-operator-crd-update'] }],
  // Asked for only where the fleet file sets brokerConnections, with the rule of its own below.
  brokerClients: [],
  rights: [
    list('rbac.authorization.k8s.io', 'clusterrolebindings', 'rolebindings'),
    { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles', 'roles'], verbs: ['get'] },
  ],
  reviews: [{ apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] }],
}

/** What identifying the cluster and its cloud, and finding Meshery, takes, whichever checks are enabled. */
const always: readonly SectionName[] = ['kubeSystem', 'nodes', 'workloads']

/** The sections that some checks need or use. */
function sectionsFor(checks: readonly AnyClusterCheck[]): SectionName[] {
  return [...new Set([...always, ...checks.flatMap((check) => [...check.needs, ...check.uses])])]
}
