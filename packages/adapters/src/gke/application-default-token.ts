import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { GoogleAuth } from 'google-auth-library'
import pMemoize from 'p-memoize'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { withinTime } from '../wire/within.ts'
import { createTokenFetch, gkeScopes, googleUnauthenticated } from './google-token.ts'
import type { GoogleToken } from './options.ts'

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
