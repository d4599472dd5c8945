import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import { joinRules, type RoleRule } from '@fleet-auditor/model/policy-rule.ts'
import { sectionRights, type SectionName } from '@fleet-auditor/model/snapshot.ts'

/** The least rules for some checks. */
export const leastRules = (checks: readonly AnyClusterCheck[]): RoleRule[] =>
  joinRules(sectionsFor(checks).flatMap((section) => sectionRights[section]))

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

/** What identifying the cluster and its cloud, and finding Meshery, takes, whichever checks are enabled. */
const always: readonly SectionName[] = ['kubeSystem', 'nodes', 'workloads']

/** The sections that some checks need or use. */
function sectionsFor(checks: readonly AnyClusterCheck[]): SectionName[] {
  return [...new Set([...always, ...checks.flatMap((check) => [...check.needs, ...check.uses])])]
}
