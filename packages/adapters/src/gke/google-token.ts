import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import type { GoogleAuth } from 'google-auth-library'
import pMemoize from 'p-memoize'
import { addressOf, createBoundedFetch, type Fetch } from '../cloud/bounded-fetch.ts'
import { resolveEndpoint, type ResolvedEndpoint } from '../cloud/endpoint.ts'
import { within, withinTime } from '../wire/within.ts'

/** Yields a Google access token; caches as it sees fit. Throws AuditorError with a reason. */
export type GoogleToken = (signal: AbortSignal) => Promise<string>

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
function googleUnauthenticated(error: unknown): AuditorError {
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

/** Milliseconds: outside Google's network the search for its metadata server only ends by waiting. */
const credentialLimitMs = 10_000

/** Tokens of the application default credentials, found for every supplier and cached by the SDK until they expire. */
export function applicationDefaultToken(endpoint: Endpoints['googleToken'], limitMs = credentialLimitMs): GoogleToken {
  const auth = pMemoize(() => createAuth(endpoint))
  const search = async (): Promise<string | null | undefined> => (await auth()).getAccessToken()
  return async (signal) => {
    const token = await withinTime(signal, limitMs, search)
    if (!token) throw googleUnauthenticated(undefined)
    return token
  }
}

async function createAuth(endpoint: Endpoints['googleToken']): Promise<GoogleAuth> {
  const resolved = endpoint && (await resolveEndpoint('googleToken', endpoint))
  // CommonJS: of a file that a bundle splits off only the default export is there.
  const { default: library } = await import('google-auth-library')
  return new library.GoogleAuth({
    scopes: [...gkeScopes],
    // Without one the SDK runs gcloud and asks the metadata server for a project that is not needed here.
    projectId: 'fleet-auditor',
    clientOptions: { transporterOptions: { fetchImplementation: createTokenFetch(resolved) } },
  })
}
