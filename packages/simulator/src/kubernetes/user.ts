/** The user that a bearer token authenticates. */
export interface User {
  readonly name: string
  readonly groups?: readonly string[]
  readonly uid?: string
}

/** A user after authentication: groups complete. */
export interface AuthenticatedUser {
  readonly name: string
  readonly groups: readonly string[]
  readonly uid?: string
}

export const anonymous: AuthenticatedUser = { name: 'system:anonymous', groups: ['system:unauthenticated'] }

/** Adds what the API server adds: a ServiceAccount's two groups and `system:authenticated`. */
export function authenticate(user: User): AuthenticatedUser {
  const account = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user.name)
  const implied = account ? ['system:serviceaccounts', `system:serviceaccounts:${account[1] ?? ''}`] : []
  const groups = [...new Set([...(user.groups ?? []), ...implied, 'system:authenticated'])]
  return { name: user.name, groups, uid: user.uid }
}
