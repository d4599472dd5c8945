import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import { joinRules, type RoleRule } from '@fleet-auditor/model/policy-rule.ts'
import { sectionRights, type SectionName } from '@fleet-auditor/model/snapshot.ts'

/** The least rules for some checks. */
export const leastRules = (checks: readonly AnyClusterCheck[]): RoleRule[] =>
  joinRules(sectionsFor(checks).flatMap((section) => sectionRights[section]))

/** The name of the group to map the auditor's cloud identity to, where a cloud maps identities to groups. */
export const auditorGroup = 'fleet-auditor'

/** ClusterRole and binding as plain objects, ready for `kubectl apply -f -` as JSON or YAML. */
export function kubernetesRole(checks: readonly AnyClusterCheck[]): readonly object[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1'
  const metadata = { name: 'fleet-auditor', labels: { 'app.kubernetes.io/part-of': 'fleet-auditor' } }
  return [
    { apiVersion, kind: 'ClusterRole', metadata, rules: leastRules(checks) },
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
