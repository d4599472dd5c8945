import { bearerOf, jsonAnswer, type CloudAnswer, type CloudRequest } from '../cloud-answer.ts'
import type { WebIdentityIssuer } from '../web-identity.ts'
import { googleDenied, googleUnauthenticated } from './google-error.ts'

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

/** A workload identity pool's provider of the OIDC kind, and what its identity may become. */
export interface GooglePoolProvider {
  /** `//iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<id>` */
  readonly audience: string
  readonly issuer: WebIdentityIssuer
  /** The attribute condition: subjects that are admitted. */
  readonly subjects: readonly string[]
  /** The token of the pool's own identity. */
  readonly token: string
  /** Tokens of the service accounts that this identity may impersonate, by email. */
  readonly serviceAccounts?: Readonly<Record<string, string>>
}

const grant = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** A JWT of the pool's issuer for a token of the pool: signature, audience, time and subject are held. */
function answerExchange(form: URLSearchParams, pool: GooglePoolProvider): CloudAnswer {
  const jwt = 'urn:ietf:params:oauth:token-type:jwt'
  if (form.get('grant_type') !== grant || form.get('subject_token_type') !== jwt) {
    return refusal('invalid_request', 'Invalid value for "grant_type" or "subject_token_type".')
  }
  const claims = pool.issuer.verify(form.get('subject_token') ?? '')
  if (!claims) return refusal('invalid_grant', "Error connecting to the given credential's issuer.")
  // With no allowed audiences named, a provider takes its own full name, with or without the scheme.
  if (claims.aud !== pool.audience && claims.aud !== `https:${pool.audience}`) {
    return refusal('invalid_grant', `The audience in ID Token [${claims.aud}] does not match the expected audience.`)
  }
  if (claims.exp * 1000 <= Date.now()) return refusal('invalid_grant', 'ID Token is stale to sign-in.')
  if (!pool.subjects.includes(claims.sub)) {
    return refusal('unauthorized_client', 'The given credential is rejected by the attribute condition.')
  }
  const issued = 'urn:ietf:params:oauth:token-type:access_token'
  return jsonAnswer(200, {
    access_token: pool.token,
    issued_token_type: issued,
    token_type: 'Bearer',
    expires_in: 3599,
  })
}

const refusal = (error: string, description: string): CloudAnswer =>
  jsonAnswer(400, { error, error_description: description })

/** `generateAccessToken` of the IAM credentials API. */
export function answerImpersonation(
  request: CloudRequest,
  email: string,
  pools: readonly GooglePoolProvider[],
): CloudAnswer {
  const pool = pools.find(({ token }) => token === bearerOf(request))
  if (!pool) return googleUnauthenticated()
  const accessToken = pool.serviceAccounts?.[email]
  if (accessToken === undefined) return googleDenied('iam.serviceAccounts.getAccessToken', `-/serviceAccounts/${email}`)
  const { scope = [] } = JSON.parse(request.body) as { scope?: string[] } // the API's own shape
  const expireTime = new Date(Date.now() + 3_600_000).toISOString()
  return jsonAnswer(200, { accessToken: tokenWithScopes(accessToken, scope), expireTime })
}

/** What GKE needs a token to have been asked for with, to know a service account by its e-mail. */
const emailScope = 'https://www.googleapis.com/auth/userinfo.email'
const nameless = '.by-unique-id'

/** A service account's token, marked where the scopes asked for leave its e-mail out. */
const tokenWithScopes = (token: string, scopes: readonly string[]): string =>
  scopes.includes(emailScope) ? token : `${token}${nameless}`

/** The token as it is listed, whatever it was asked for with. */
export const listedToken = (token: string | undefined): string | undefined =>
  token?.endsWith(nameless) ? token.slice(0, -nameless.length) : token

/** Whom a GKE API server takes a service account's token for: by e-mail, or by the unique id where that is not shown. */
export const gkeUserName = (token: string, account: { readonly email: string; readonly uniqueId: string }): string =>
  token.endsWith(nameless) ? account.uniqueId : account.email
