import type { TokenScope } from '@fleet-auditor/audit/ports/token-store.ts'
import { tokenId } from '@fleet-auditor/audit/tokens/create-token.ts'
import type { Context, MiddlewareHandler } from 'hono'
import type { ApiDeps, ApiEnv, ApiIdentity } from '../api-deps.ts'
import { problem } from './problem.ts'
import { tokenProof, type ProveToken } from './token-proof.ts'

const bearer = /^bearer +([\x21-\x7e]{1,200})$/i
const realm = 'Bearer realm="fleet-auditor"'

interface Authentication {
  /** Requires a token of this fleet, or a caller that the way in has authenticated. */
  readonly required: MiddlewareHandler<ApiEnv>
  /**
   * The same where the token is optional. A wrong token of ours is refused; what is none (a person's JWT, which the
   * gateway does not check there) counts as nothing.
   */
  readonly ifSent: MiddlewareHandler<ApiEnv>
}

/** One for all paths: what it learns of wrong tokens counts for each. */
export function authentication(deps: Pick<ApiDeps, 'store' | 'clock' | 'trustedIdentity'>): Authentication {
  const proveToken = tokenProof(deps.store.tokens, deps.clock)
  const trusted = (c: Context): ApiIdentity | undefined => deps.trustedIdentity?.(c)
  const required: MiddlewareHandler<ApiEnv> = async (c, next) => {
    const identity = trusted(c) ?? (await identityOf(c, proveToken))
    if (identity === undefined) return unauthenticated(c)
    c.set('identity', identity)
    return next()
  }
  return {
    required,
    ifSent: (c, next) => (tokenId(wordOf(c)) === undefined && !trusted(c) ? next() : required(c, next)),
  }
}

export const requireScope =
  (scope: TokenScope): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (mayDo(c, scope)) return next()
    const headers = { 'WWW-Authenticate': `${realm}, error="insufficient_scope", scope="${scope}"` }
    return problem(c, 403, { detail: `the token lacks the scope ${scope}`, headers })
  }

/** Reading needs the scope `read` everywhere; what else a route needs, it declares itself. */
export const requireReadToRead: MiddlewareHandler<ApiEnv> = (c, next) =>
  isRead(c.req.method) ? requireScope('read')(c, next) : next()

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

export const mayDo = (c: Context<ApiEnv>, scope: TokenScope): boolean =>
  c.get('identity')?.scopes.includes(scope) ?? false

async function identityOf(c: Context<ApiEnv>, proveToken: ProveToken): Promise<ApiIdentity | undefined> {
  const token = await proveToken(wordOf(c))
  return token && { name: token.name, scopes: token.scopes }
}

/** What the caller sent as a token; empty: nothing of that form. */
const wordOf = (c: Context<ApiEnv>): string => bearer.exec(c.req.header('Authorization') ?? '')?.[1] ?? ''

/** Unknown, revoked, expired and wrong are one answer: a guess must learn nothing. */
function unauthenticated(c: Context<ApiEnv>): Response {
  const sent = c.req.header('Authorization') !== undefined
  const headers = { 'WWW-Authenticate': sent ? `${realm}, error="invalid_token"` : realm }
  return problem(c, 401, { headers, remedy: 'send Authorization: Bearer <token> (fleet-auditor token create)' })
}
