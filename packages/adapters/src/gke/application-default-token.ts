import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { GoogleAuth } from 'google-auth-library'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { withinTime } from '../cloud/within.ts'
import { printable } from '../kubernetes/answer-text.ts'
import type { GoogleToken } from './gke-options.ts'
import { createTokenFetch } from './google-fetch.ts'

const scope = 'https://www.googleapis.com/auth/cloud-platform'

/** Milliseconds: outside Google's network the search for its metadata server only ends by waiting. */
const credentialLimitMs = 10_000

/** Tokens of the application default credentials, found anew for every supplier and kept by the SDK until they end. */
export function applicationDefaultToken(endpoint: Endpoints['googleToken'], limitMs = credentialLimitMs): GoogleToken {
  let auth: Promise<GoogleAuth> | undefined
  return async (signal) => {
    try {
      const token = await withinTime(signal, limitMs, async () => {
        auth ??= createAuth(endpoint)
        return (await auth).getAccessToken()
      })
      if (typeof token === 'string' && token !== '') return token
    } catch (error) {
      if (signal.aborted || error instanceof AuditorError) throw error
      throw unauthenticated(error instanceof Error ? printable(error.message, 240) : 'no reason given', error)
    }
    throw unauthenticated('the credentials gave no token', undefined)
  }
}

async function createAuth(endpoint: Endpoints['googleToken']): Promise<GoogleAuth> {
  const resolved = endpoint && (await resolveEndpoint('googleToken', endpoint))
  const { GoogleAuth: Auth } = await import('google-auth-library')
  return new Auth({
    scopes: [scope],
    // Without one the SDK runs gcloud and asks the metadata server for a project that nobody here needs.
    projectId: 'fleet-auditor',
    clientOptions: { transporterOptions: { fetchImplementation: createTokenFetch(resolved) } },
  })
}

function unauthenticated(words: string, cause: unknown): AuditorError {
  const remedy =
    'run `gcloud auth application-default login`, or name a credential file in GOOGLE_APPLICATION_CREDENTIALS'
  return new AuditorError('discover', `no Google credentials: ${words}`, {
    reason: 'unauthenticated',
    remedy,
    grant: { kind: 'action', sentence: remedy },
    cause,
  })
}
