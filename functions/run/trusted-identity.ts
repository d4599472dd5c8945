import { TokenScope } from '@fleet-auditor/audit/ports/token-store.ts'
import { z } from 'zod'

/** What API Gateway's JWT authorizer adds to the event once it has verified a token; no caller can. */
const Authorized = z.object({
  event: z.object({
    requestContext: z.object({
      authorizer: z.object({
        jwt: z.object({
          claims: z.looseObject({ sub: z.string().min(1) }),
          scopes: z.array(z.string()).nullish(),
        }),
      }),
    }),
  }),
})

const prefix = 'fleet-auditor/'

/** Where providers put scopes (API Gateway looks in the first two as well), and Entra what a person was assigned. */
const scopeClaims = ['scope', 'scp', 'roles'] as const

/** API Gateway passes a claim that is a list as text in brackets. */
const wordsOf = (claim: unknown): string[] =>
  typeof claim === 'string' ? claim.replace(/^\[(.*)\]$/, '$1').split(' ') : []

/**
 * A person whom the identity provider knows, by its subject. Everyone who may sign in may read; `run` and `write` take the
 * scopes `fleet-auditor/run` and `fleet-auditor/write`.
 */
export function trustedIdentity({ env }: { readonly env: unknown }) {
  const parsed = Authorized.safeParse(env)
  if (!parsed.success) return undefined
  const { claims, scopes } = parsed.data.event.requestContext.authorizer.jwt
  const claimed = scopeClaims.flatMap((claim) => wordsOf(claims[claim]))
  const named = [...(scopes ?? []), ...claimed].filter((scope) => scope.startsWith(prefix))
  const granted = named.flatMap((scope) => TokenScope.safeParse(scope.slice(prefix.length)).data ?? [])
  return { name: claims.sub, scopes: [...new Set<TokenScope>(['read', ...granted])] }
}

const tokenPath = '/t/'

const Request = z.looseObject({
  rawPath: z.string().startsWith(tokenPath),
  requestContext: z.looseObject({ http: z.looseObject({ path: z.string() }) }),
})

/**
 * A request under /t is the same one without it, from somebody whom the gateway did not ask: the app wants a token.
 * Whatever the event claims of a person is dropped, so that this path can never carry one.
 */
export function withoutTokenPath<E>(event: E): E {
  const parsed = Request.safeParse(event)
  if (!parsed.success) return event
  const { authorizer: _, http, ...context } = parsed.data.requestContext
  const rawPath = parsed.data.rawPath.slice(tokenPath.length - 1)
  return { ...event, rawPath, requestContext: { ...context, http: { ...http, path: rawPath } } }
}
