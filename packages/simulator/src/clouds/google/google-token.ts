import { jsonAnswer, type CloudAnswer, type CloudRequest } from '../cloud-answer.ts'
import { answerExchange, type GooglePoolProvider } from './google-pool.ts'
import { tokenWithScopes } from './google-user.ts'

/** Access tokens by what may be exchanged for them: a service account's email, a refresh token, a subject token. */
export type GoogleAccounts = Readonly<Record<string, string>>

/** OAuth 2.0 token endpoint: JWT bearer, refresh token and token exchange. Signatures are verified for pools alone. */
export function answerGoogleToken(
  request: CloudRequest,
  accounts: GoogleAccounts,
  pools: readonly GooglePoolProvider[],
): CloudAnswer {
  const form = new URLSearchParams(request.body)
  const pool = pools.find(({ audience }) => audience === form.get('audience'))
  if (pool) return answerExchange(form, pool)
  const claims = claimsOf(form.get('assertion'))
  const who = form.get('refresh_token') ?? form.get('subject_token') ?? claims?.iss
  const token = who === undefined ? undefined : accounts[who]
  if (token === undefined) {
    return jsonAnswer(400, { error: 'invalid_grant', error_description: 'Invalid grant: account not found' })
  }
  return jsonAnswer(200, {
    // A person's login and an exchanged token show their e-mail; a service account shows it when asked to.
    access_token: claims ? tokenWithScopes(token, claims.scope?.split(' ') ?? []) : token,
    expires_in: 3599,
    token_type: 'Bearer',
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  })
}

function claimsOf(assertion: string | null): { readonly iss?: string; readonly scope?: string } | undefined {
  const claims = assertion?.split('.')[1]
  if (claims === undefined) return undefined
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss?: string; scope?: string } // a JWT's claims
}
