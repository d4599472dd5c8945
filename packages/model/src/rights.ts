import { z } from 'zod'
import { Identity } from './identity.ts'
import { PolicyRule, ruleGrants, type ResourceRequest } from './policy-rule.ts'

/** One binding that reaches an identity, with the rules of the role it binds. */
export const Binding = z.object({
  /** `ClusterRoleBinding` (everywhere) or `RoleBinding` (its namespace only). */
  kind: z.enum(['ClusterRoleBinding', 'RoleBinding']),
  name: z.string(),
  namespace: z.string().optional(),
  role: z.object({ kind: z.enum(['ClusterRole', 'Role']), name: z.string() }),
  /** Through which of the identity's names: itself or a group. */
  via: z.string(),
  rules: z.array(PolicyRule),
})
export type Binding = z.infer<typeof Binding>

/** All bindings, cluster-wide and namespaced, that reach one identity; read to the end. */
export const Rights = z.object({ identity: Identity, bindings: z.array(Binding) })
export type Rights = z.infer<typeof Rights>

/** As RBAC's authorizer decides: a ClusterRoleBinding counts everywhere, a RoleBinding for requests in its namespace. */
export const bindingGrants = ({ kind, namespace, rules }: Binding, request: ResourceRequest): boolean =>
  (kind === 'ClusterRoleBinding' || namespace === request.namespace) && rules.some((rule) => ruleGrants(rule, request))

/** One answer of the API server's authorizer (SubjectAccessReview). `*` asks for a wildcard itself. */
export const Review = z.object({
  identity: Identity,
  verb: z.string(),
  group: z.string(),
  resource: z.string(),
  namespace: z.string().optional(),
  /** Absent: any object. */
  name: z.string().optional(),
  allowed: z.boolean(),
  /** Denied outright, as an authorization webhook can; RBAC never does. */
  denied: z.boolean(),
  reason: z.string().optional(),
  evaluationError: z.string().optional(),
})
export type Review = z.infer<typeof Review>
