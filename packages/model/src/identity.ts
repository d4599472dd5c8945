import { z } from 'zod'

/** Someone who acts in a cluster, as the API server's authorizer sees them. */
export const Identity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('service-account'), namespace: z.string(), name: z.string() }),
  z.object({
    kind: z.literal('user'),
    name: z.string(),
    groups: z.array(z.string()),
    extra: z.record(z.string(), z.array(z.string())).optional(),
  }),
])
export type Identity = z.infer<typeof Identity>

/** What Kubernetes reserves among the names of users, groups, roles and bindings: the control plane makes those. */
export const reservedPrefix = 'system:'

/** The group of every login. */
export const allAuthenticated = 'system:authenticated'

export const identityUser = (identity: Identity): string =>
  identity.kind === 'service-account' ? `system:serviceaccount:${identity.namespace}:${identity.name}` : identity.name

/** The groups the authorizer sees: a ServiceAccount's own three; a user's, with `system:authenticated`. */
export const identityGroups = (identity: Identity): readonly string[] =>
  identity.kind === 'service-account'
    ? ['system:serviceaccounts', `system:serviceaccounts:${identity.namespace}`, allAuthenticated]
    : [...new Set([...identity.groups, allAuthenticated])]

/** Whom a Server outside the cluster discovers as: the user of its kubeconfig. */
export const identityOfUser = ({
  user,
  groups,
}: {
  readonly user: string
  readonly groups: readonly string[]
}): Identity => ({
  kind: 'user',
  name: user,
  groups: [...groups],
})
