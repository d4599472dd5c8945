import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import type { Failed, Section } from '@fleet-auditor/model/section.ts'
import type { Sources } from '@fleet-auditor/model/sources.ts'

/** A source that is as many scopes as it has members. */
export type WideSource =
  | ({ readonly worker: 'eks'; readonly kind: 'all-regions' } & Sources['aws'][number])
  | ({ readonly worker: 'eks'; readonly kind: 'organization' } & Sources['awsOrganizations'][number])
  | ({ readonly worker: 'gke'; readonly kind: 'organization' } & Sources['gcpOrganizations'][number])
  | ({ readonly worker: 'aks'; readonly kind: 'tenant' } & Sources['azureTenants'][number])

/** `unread`: members that are there and could not be listed, by what names them (an account, a folder). */
export interface ScopeListing {
  readonly scopes: readonly Scope[]
  readonly unread: readonly { readonly member: string; readonly failure: Failed }[]
}

/** Finds the members of a wide source. Never throws for an outside failure. */
export interface ScopeLister {
  list(source: WideSource, signal: AbortSignal): Promise<Section<ScopeListing>>
}

export type ScopeListers = { readonly [W in CloudWorker]: () => Promise<ScopeLister> }
