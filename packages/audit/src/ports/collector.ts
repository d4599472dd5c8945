import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Recognise } from '@fleet-auditor/model/recognise.ts'
import type { Counters, Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import type { ApiAccess } from './connector.ts'

export interface CollectionPlan {
  /** `kubeconfig`: unknown as yet; the collector then reads some nodes for what marks them as a service's. */
  readonly provider: Provider
  /** Users of planes that claim the cluster (`discoversAs`), whose rights are asked beside Meshery's ServiceAccounts. */
  readonly discoverers: readonly Identity[]
  /** What the fleet file declares beside Meshery's own labels and images. */
  readonly recognise?: Recognise
  /** Whether it may ask Brokers who is connected, by the API server's proxy. */
  readonly brokerConnections?: boolean
  /** `resolve` and `connectTo` serve the cluster's dispatcher too. */
  readonly vantage: Pick<Vantage, 'resolve' | 'connectTo'>
}

export interface Collection {
  readonly sections: Omit<Sections, 'cloud'>
  /** The API server's `Date` where it answered, else our own clock. */
  readonly takenAt: string
  readonly counters: Counters
}

/** Reads one cluster. Never throws for an outside failure: what could not be read is a failed section. */
export interface Collector {
  collect(access: ApiAccess, plan: CollectionPlan, signal: AbortSignal): Promise<Collection>
}
