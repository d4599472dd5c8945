import type { TokenCredential } from '@azure/core-auth'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { cachedToken, type TimedToken } from '../cloud/cached-token.ts'
import { azureUnauthenticated } from './azure-failure.ts'

/** Yields an Entra token for a scope in a tenant (absent: the credential's own). Throws AuditorError with a reason. */
export type TokenSource = (scope: string, tenant: string | undefined, signal: AbortSignal) => Promise<TimedToken>

/** Milliseconds; longer than the Azure CLI may take. */
const tokenLimitMs = 15_000

/**
 * Caches tokens by tenant and scope (the Azure CLI's credential starts a process for each) and ends a wait with the
 * signal, which `@azure/identity` ignores.
 */
export function createTokenSource(credential: TokenCredential, now: () => string, limitMs = tokenLimitMs): TokenSource {
  const sources = new Map<string, ReturnType<typeof cachedToken>>()
  return async (scope, tenant, signal) => {
    const key = `${tenant ?? ''} ${scope}`
    const token = sources.get(key) ?? cachedToken(() => ask(credential, scope, tenant), { now, limitMs })
    sources.set(key, token)
    try {
      return await token(signal)
    } catch (error) {
      throw signal.aborted || error instanceof AuditorError ? error : azureUnauthenticated(error)
    }
  }
}

async function ask(credential: TokenCredential, scope: string, tenant: string | undefined): Promise<TimedToken> {
  const answer = await credential.getToken(scope, tenant === undefined ? {} : { tenantId: tenant })
  if (!answer) throw azureUnauthenticated(undefined)
  return { token: answer.token, expiresAt: answer.expiresOnTimestamp }
}
