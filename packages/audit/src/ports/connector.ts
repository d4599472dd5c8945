import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import type { Section } from '@fleet-auditor/model/section.ts'

/** What signs a request to an API server. In memory only: never stored, logged or put in evidence. */
export interface Credentials {
  readonly authorization?: string
  readonly clientCertificate?: { readonly certPem: string; readonly keyPem: string }
}

/** How to reach and log in to one API server. */
export interface ApiAccess {
  /** https URL, with a base path where the context has one. */
  readonly server: string
  /** Absent: the system's authorities (GKE DNS endpoint). */
  readonly caPem?: string
  readonly serverName?: string
  /** Only a kubeconfig context on a terminal may say so. */
  readonly insecureSkipTlsVerify: boolean
  readonly proxyUrl?: string
  /** Called before the first request and once more after a 401; throws AuditorError `collect` with a reason. */
  credentials(signal: AbortSignal): Promise<Credentials>
}

/** Finds server, CA and credentials of a cluster. Never throws for an outside failure. */
export interface Connector<P extends Provider> {
  connect(cluster: Cluster, scope: ScopeOf<P>, signal: AbortSignal): Promise<Section<ApiAccess>>
}

export type Connectors = { readonly [P in Provider]: () => Promise<Connector<P>> }
