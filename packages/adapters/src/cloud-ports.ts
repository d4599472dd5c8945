import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { Discoveries } from '@fleet-auditor/audit/ports/discovery.ts'
import type { ScopeListers } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { memoize } from './memoize.ts'
import type { HasPath } from './cloud/path-to-private.ts'

export interface CloudOptions {
  readonly endpoints: Endpoints
  /** ISO 8601. */
  readonly now: () => string
  readonly hasPath: HasPath
}

export interface CloudPorts {
  readonly discoveries: Omit<Discoveries, 'kubeconfig'>
  readonly connectors: Omit<Connectors, 'kubeconfig'>
  readonly scopeListers: ScopeListers
}

/** The three clouds. Each loads with its SDK when it is first asked for, and signs in once. */
export function cloudPorts(options: CloudOptions): CloudPorts {
  // What discovery described is what the connector connects to.
  const accounts = memoize(async () => (await import('./eks/eks-account.ts')).createEksAccounts(options))
  return {
    discoveries: {
      eks: memoize(async () => (await import('./eks/discovery.ts')).createEksDiscovery(options, await accounts())),
      gke: memoize(async () => (await import('./gke/discovery.ts')).createGkeDiscovery(options)),
      aks: memoize(async () => (await import('./aks/discovery.ts')).createAksDiscovery(options)),
    },
    connectors: {
      eks: memoize(async () => (await import('./eks/connector.ts')).createEksConnector(options, await accounts())),
      gke: memoize(async () => (await import('./gke/connector.ts')).createGkeConnector(options)),
      aks: memoize(async () => (await import('./aks/connector.ts')).createAksConnector(options)),
    },
    scopeListers: {
      eks: memoize(async () => (await import('./eks/scope-lister.ts')).createEksScopeLister(options)),
      gke: memoize(async () => (await import('./gke/scope-lister.ts')).createGkeScopeLister(options)),
      aks: memoize(async () => (await import('./aks/scope-lister.ts')).createAksScopeLister(options)),
    },
  }
}
