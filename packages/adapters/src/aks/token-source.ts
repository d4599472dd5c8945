import type { TokenCredential } from '@azure/core-auth'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import pMemoize from 'p-memoize'
import { cachedToken, type TimedToken } from '../cloud/cached-token.ts'
import { requireTls, resolveEndpoint } from '../cloud/endpoint.ts'
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

/** Milliseconds the Azure CLI may take for one token. */
const cliLimitMs = 10_000

/**
 * The service principal of the environment, else the Azure CLI's login. `DefaultAzureCredential` is not used: it asks
 * metadata servers. Loads the SDK with the first token.
 */
export function defaultCredential(endpoint: Endpoints['entra']): TokenCredential {
  const chain = pMemoize(() => createChain(endpoint))
  return { getToken: async (scopes, options) => (await chain()).getToken(scopes, options) }
}

async function createChain(endpoint: Endpoints['entra']): Promise<TokenCredential> {
  const resolved = endpoint && requireTls('entra', await resolveEndpoint('entra', endpoint))
  const { AzureCliCredential, ChainedTokenCredential, EnvironmentCredential } = await import('@azure/identity')
  const authority = resolved && {
    authorityHost: resolved.url.origin,
    // A private authority is on no public list of authorities.
    disableInstanceDiscovery: true,
    tlsOptions: resolved.caPem ? { ca: resolved.caPem } : undefined,
  }
  const tenants = { additionallyAllowedTenants: ['*'] } // a source names its own tenant
  return new ChainedTokenCredential(
    new EnvironmentCredential({ ...tenants, ...authority, retryOptions: { maxRetries: 1 } }),
    new AzureCliCredential({ ...tenants, processTimeoutInMs: cliLimitMs }),
  )
}
