import { createAksConnector } from '@fleet-auditor/adapters/aks/connector.ts'
import { createAksDiscovery } from '@fleet-auditor/adapters/aks/discovery.ts'
import { federatedAzureCredential } from '@fleet-auditor/adapters/aks/federated-credential.ts'
import { createAksScopeLister } from '@fleet-auditor/adapters/aks/scope-lister.ts'
import pMemoize from 'p-memoize'
import type { WireOneCloud } from './worker.ts'

/** AKS with tokens that Entra gives for those of the function's role; without a federation, by the environment's. */
export const wireAks: WireOneCloud = (options) => {
  const federation = options.federation.azure
  const credential = federation && federatedAzureCredential({ ...options, federation })
  const signedIn = { ...options, credential }
  return {
    discoveries: { aks: pMemoize(async () => createAksDiscovery(signedIn)) },
    connectors: { aks: pMemoize(async () => createAksConnector(signedIn)) },
    scopeListers: { aks: pMemoize(async () => createAksScopeLister(signedIn)) },
  }
}
