import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Federation } from '@fleet-auditor/model/federation.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import pMemoize from 'p-memoize'
import { createWebIdentityToken, type WebIdentityOptions } from '../aws/web-identity-token.ts'
import { retrying, type Fetch } from '../cloud/bounded-fetch.ts'
import { cachedToken, type TimedToken } from '../cloud/cached-token.ts'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { noTokenFrom } from '../cloud/failure-of.ts'
import { exchangeForGoogle, impersonate } from './google-exchange.ts'
import { createTokenFetch, type GoogleToken } from './google-token.ts'

interface FederatedGoogleOptions extends Omit<WebIdentityOptions, 'endpoints'> {
  readonly federation: NonNullable<Federation['google']>
  readonly endpoints: Pick<Endpoints, 'sts' | 'googleToken'>
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds that a token may take, all its calls included. */
  readonly limitMs?: number
}

const limitMs = 15_000

/**
 * Google tokens of an AWS identity, without a stored secret: AWS names the caller in a JWT, Google's STS takes that for a
 * token of the workload identity pool, and where a service account is named it is impersonated. By `fetch`:
 * `IdentityPoolClient` makes its exchange through a wire of its own, past the endpoint's authority and our limits.
 */
export function federatedGoogleToken(options: FederatedGoogleOptions): GoogleToken {
  const { audience, serviceAccount } = options.federation
  const identity = createWebIdentityToken(options)
  const opened = pMemoize(() => openFetch(options.endpoints.googleToken))
  const ask = async (signal: AbortSignal): Promise<TimedToken> => {
    const subject = await identity(`https:${audience}`, signal)
    const wire = { send: await opened(), signal, now: options.now }
    const pooled = await exchangeForGoogle(audience, subject, wire)
    return serviceAccount === undefined ? pooled : await impersonate(serviceAccount, pooled.token, wire)
  }
  const token = cachedToken(ask, { now: options.now, limitMs: options.limitMs ?? limitMs })
  return async (signal) => {
    try {
      return (await token(signal)).token
    } catch (error) {
      throw signal.aborted || error instanceof AuditorError ? error : noAnswer(error)
    }
  }
}

async function openFetch(endpoint: Endpoints['googleToken']): Promise<Fetch> {
  return retrying(createTokenFetch(endpoint && (await resolveEndpoint('googleToken', endpoint))))
}

const noAnswer = (cause: unknown): AuditorError =>
  noTokenFrom('Google', cause, 'see that the function reaches sts.googleapis.com and iamcredentials.googleapis.com')
