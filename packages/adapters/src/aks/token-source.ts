import type { AccessToken, TokenCredential } from '@azure/core-auth'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { withinTime } from '../wire/within.ts'
import { azureUnauthenticated } from './azure-failure.ts'

/** Yields an Entra token for a scope in a tenant (absent: the credential's own). Throws AuditorError with a reason. */
export type TokenSource = (scope: string, tenant: string | undefined, signal: AbortSignal) => Promise<AccessToken>

/** Milliseconds; longer than the Azure CLI may take. */
const tokenLimitMs = 15_000
/** A token that expires sooner than this is requested again. */
const spareMs = 5 * 60_000

/**
 * Caches tokens (the Azure CLI's credential starts a process for each) and ends a wait with the signal, which
 * `@azure/identity` ignores.
 */
export function createTokenSource(credential: TokenCredential, now: () => string, limitMs = tokenLimitMs): TokenSource {
  const cached = new Map<string, Promise<AccessToken>>()
  return async (scope, tenant, signal) => {
    const key = `${tenant ?? ''} ${scope}`
    try {
      return await withinTime(signal, limitMs, async () => {
        const known = await cached.get(key)
        if (known && known.expiresOnTimestamp - Date.parse(now()) > spareMs) return known
        const asked = ask(credential, scope, tenant)
        cached.set(key, asked)
        return await asked
      })
    } catch (error) {
      cached.delete(key)
      throw signal.aborted || error instanceof AuditorError ? error : azureUnauthenticated(error)
    }
  }
}

async function ask(credential: TokenCredential, scope: string, tenant: string | undefined): Promise<AccessToken> {
  const token = await credential.getToken(scope, tenant === undefined ? {} : { tenantId: tenant })
  if (!token) throw azureUnauthenticated(undefined)
  return token
}
