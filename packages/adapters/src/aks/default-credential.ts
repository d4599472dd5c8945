import type { TokenCredential } from '@azure/core-auth'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import pMemoize from 'p-memoize'
import { requireTls, resolveEndpoint } from '../cloud/endpoint.ts'

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
