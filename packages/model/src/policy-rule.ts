import { z } from 'zod'

/** One rule of a Role or ClusterRole, with the fields RBAC decides by. Absent lists are empty lists. */
export const PolicyRule = z.object({
  verbs: z.array(z.string()),
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()),
  nonResourceURLs: z.array(z.string()),
})
export type PolicyRule = z.infer<typeof PolicyRule>

/**
 * What a request to a resource asks, in the words of an access review. `''` is the core group; `name` absent means any,
 * `namespace` absent all of them. A request for one Namespace object is one in that namespace.
 */
export interface ResourceRequest {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
}

const holds = (list: readonly string[], word: string): boolean => list.includes('*') || list.includes(word)

/**
 * Whether one rule grants a request, by the rules of Kubernetes' RBAC authorizer
 * (k8s.io/component-helpers/auth/rbac/validation): `*` stands for every verb, group or resource; `pods/*` is no
 * pattern, but `* /scale` (without the space) is; a rule with resourceNames grants only requests that carry one of
 * those names, and list or watch without a name carry none.
 */
export function ruleGrants(rule: PolicyRule, request: ResourceRequest): boolean {
  if (!holds(rule.verbs, request.verb) || !holds(rule.apiGroups, request.group)) return false
  const full = request.subresource ? `${request.resource}/${request.subresource}` : request.resource
  const resourceMatches =
    holds(rule.resources, full) ||
    (request.subresource !== undefined && rule.resources.includes(`*/${request.subresource}`))
  if (!resourceMatches) return false
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(request.name ?? '')
}

/** A rule as a manifest writes it: what is absent is not named. */
export interface RoleRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
  readonly resourceNames?: readonly string[]
}

export const mayList = (group: string, ...resources: string[]): RoleRule => ({
  apiGroups: [group],
  resources,
  verbs: ['list'],
})

/** Rules of one group, one set of verbs and one set of names joined, in a stable order. */
export function joinRules(rules: readonly RoleRule[]): RoleRule[] {
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
