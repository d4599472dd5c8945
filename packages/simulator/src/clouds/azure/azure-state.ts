import type { CloudRequest } from '../cloud-answer.ts'
import type { EntraClient } from './entra.ts'

/** A managed cluster as ARM answers it, and the kubeconfig (YAML) that its user credential holds. */
export interface AksCluster {
  readonly resourceGroup: string
  readonly name: string
  readonly location: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly tags?: Readonly<Record<string, string>>
  readonly createdAt?: string
  readonly kubeconfig?: string
}

export interface AzureSubscription {
  readonly subscription: string
  readonly clusters: readonly AksCluster[]
  /** The identity has no role here; the list of subscriptions leaves it out. */
  readonly denied?: boolean
  /** `Enabled` when absent; `Warned`, `PastDue`, `Disabled`, `Deleted`. */
  readonly state?: string
  /** Every page names this as the next one. */
  readonly nextLink?: string
}

export interface AzureState {
  readonly subscriptions: readonly AzureSubscription[]
  readonly clients: readonly EntraClient[]
  /** Every page of subscriptions names this as the next one. */
  readonly nextLink?: string
}

/** A list that is asked for, and what it is answered from. */
export interface ListInput {
  readonly request: CloudRequest
  readonly state: AzureState
  readonly pageSize: number
  readonly host: string
}
