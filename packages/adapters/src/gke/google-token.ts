import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { addressOf, createBoundedFetch, type Fetch } from '../cloud/bounded-fetch.ts'
import type { ResolvedEndpoint } from '../cloud/endpoint.ts'
import { within } from '../wire/within.ts'
import type { GoogleToken } from './options.ts'

/** Rejects on abort even if the supplier ignores the signal, and names every other failure `unauthenticated`. */
export const abortable =
  (supply: GoogleToken): GoogleToken =>
  async (signal) => {
    try {
      return await within(signal, supply(signal))
    } catch (error) {
      throw signal.aborted || error instanceof AuditorError ? error : googleUnauthenticated(error)
    }
  }

/**
 * What a token that a GKE API server is shown asks for. Without the second it knows a service account by its numeric
 * unique id alone, and no role bound to the account's e-mail counts (kubernetes/kubernetes#58141).
 */
export const gkeScopes = [
  'https://www.googleapis.com/auth/cloud-platform',
  'https://www.googleapis.com/auth/userinfo.email',
] as const

const remedy =
  'run `gcloud auth application-default login`, or name a credential file in GOOGLE_APPLICATION_CREDENTIALS'

/** No token, for whatever reason a credential gives. */
export function googleUnauthenticated(error: unknown): AuditorError {
  const words = error instanceof Error ? quotedText(error.message, { limit: 240 }) : 'the credentials gave no token'
  return new AuditorError('discover', `no Google credentials: ${words}`, {
    reason: 'unauthenticated',
    remedy,
    grant: { kind: 'action', sentence: remedy },
    cause: error,
  })
}

/** Sends everything that goes to Google's token services to the fleet file's endpoint. */
export function createTokenFetch(endpoint: ResolvedEndpoint | undefined): Fetch {
  const send = createBoundedFetch(endpoint)
  if (!endpoint) return send
  return (url, init) => {
    const { pathname, search, hostname } = new URL(addressOf(url))
    return send(tokenHosts.has(hostname) ? new URL(`${pathname}${search}`, endpoint.url) : url, init)
  }
}

const tokenHosts = new Set(['oauth2.googleapis.com', 'sts.googleapis.com', 'iamcredentials.googleapis.com'])
