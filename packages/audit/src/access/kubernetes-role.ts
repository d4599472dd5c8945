import type { AnyClusterCheck } from '@fleet-auditor/checks/define.ts'
import { sectionRights, sectionsFor, type RoleRule } from './section-rights.ts'

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
