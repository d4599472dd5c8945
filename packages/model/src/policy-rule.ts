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
