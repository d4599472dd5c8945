import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import type { Section } from '@fleet-auditor/model/section.ts'

/** What one scope holds. `unseen` names the parts (GKE `missingZones`) that did not answer: the listing is partial. */
export interface Listing {
  readonly clusters: readonly Cluster[]
  readonly unseen: readonly string[]
  /** Set where the organization's policy closes this place to the whole account, and the fleet file does not name it: why that is known. */
  readonly closedByPolicy?: string
}

/** Lists one scope to its end, paging. Never throws for an outside failure: that is a failed section with its cause. */
export interface Discovery<P extends Provider> {
  discover(scope: ScopeOf<P>, signal: AbortSignal): Promise<Section<Listing>>
}

export type Discoveries = { readonly [P in Provider]: () => Promise<Discovery<P>> }
