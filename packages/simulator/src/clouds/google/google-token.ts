import { jsonAnswer, type CloudAnswer, type CloudRequest } from '../cloud-answer.ts'
import { answerExchange, type GooglePoolProvider } from './google-pool.ts'

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
  const who = form.get('refresh_token') ?? form.get('subject_token') ?? issuerOf(form.get('assertion'))
  const token = who === undefined ? undefined : accounts[who]
  if (token === undefined) {
    return jsonAnswer(400, { error: 'invalid_grant', error_description: 'Invalid grant: account not found' })
  }
  return jsonAnswer(200, {
    access_token: token,
    expires_in: 3599,
    token_type: 'Bearer',
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  })
}

function issuerOf(assertion: string | null): string | undefined {
  const claims = assertion?.split('.')[1]
  if (claims === undefined) return undefined
  const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss?: string } // a JWT's claims
  return iss
}
