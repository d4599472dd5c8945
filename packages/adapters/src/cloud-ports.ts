import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { Discoveries } from '@fleet-auditor/audit/ports/discovery.ts'
import type { ScopeListers } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import pMemoize from 'p-memoize'
import type { HasPath } from './cloud/endpoint.ts'

export interface CloudOptions {
  readonly endpoints: Endpoints
  /** ISO 8601. */
  readonly now: () => string
  readonly hasPath: HasPath
}

interface CloudPorts {
  readonly discoveries: Omit<Discoveries, 'kubeconfig'>
  readonly connectors: Omit<Connectors, 'kubeconfig'>
  readonly scopeListers: ScopeListers
}

/** The three clouds. Each loads with its SDK when it is first asked for, and signs in once. */
export function cloudPorts(options: CloudOptions): CloudPorts {
  // One login an account, and what discovery described is what the connector connects to.
  const sessions = pMemoize(async () => (await import('./aws/aws-sessions.ts')).createAwsSessions(options))
  const accounts = pMemoize(async () =>
    (await import('./eks/eks-account.ts')).createEksAccounts(options, await sessions()),
  )
  return {
    discoveries: {
      eks: pMemoize(async () => (await import('./eks/discovery.ts')).createEksDiscovery(options, await accounts())),
      gke: pMemoize(async () => (await import('./gke/discovery.ts')).createGkeDiscovery(options)),
      aks: pMemoize(async () => (await import('./aks/discovery.ts')).createAksDiscovery(options)),
    },
    connectors: {
      eks: pMemoize(async () => (await import('./eks/connector.ts')).createEksConnector(options, await accounts())),
      gke: pMemoize(async () => (await import('./gke/connector.ts')).createGkeConnector(options)),
      aks: pMemoize(async () => (await import('./aks/connector.ts')).createAksConnector(options)),
    },
    scopeListers: {
      eks: pMemoize(async () =>
        (await import('./eks/scope-lister.ts')).createEksScopeLister(options, await sessions()),
      ),
      gke: pMemoize(async () => (await import('./gke/scope-lister.ts')).createGkeScopeLister(options)),
      aks: pMemoize(async () => (await import('./aks/scope-lister.ts')).createAksScopeLister(options)),
    },
  }
}
