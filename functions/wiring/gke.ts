import { createGkeConnector } from '@fleet-auditor/adapters/gke/connector.ts'
import { createGkeDiscovery } from '@fleet-auditor/adapters/gke/discovery.ts'
import { federatedGoogleToken } from '@fleet-auditor/adapters/gke/federated-token.ts'
import { createGkeScopeLister } from '@fleet-auditor/adapters/gke/scope-lister.ts'
import pMemoize from 'p-memoize'
import type { WireOneCloud } from './worker.ts'

/** GKE with tokens that Google gives for those of the function's role; without a federation, by what ADC finds. */
export const wireGke: WireOneCloud = (options) => {
  const federation = options.federation.google
  const signedIn = federation ? { ...options, auth: federatedGoogleToken({ ...options, federation }) } : options
  return {
    discoveries: { gke: pMemoize(async () => createGkeDiscovery(signedIn)) },
    connectors: { gke: pMemoize(async () => createGkeConnector(signedIn)) },
    scopeListers: { gke: pMemoize(async () => createGkeScopeLister(signedIn)) },
  }
}
