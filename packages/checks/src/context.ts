import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { Plane, Thresholds } from '@fleet-auditor/model/fleet-file.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Recognise } from '@fleet-auditor/model/recognise.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'

/** What is declared, beside what was collected. Pure data; `takenAt` is the only clock a check knows. */
export interface ClusterContext {
  readonly cluster: Omit<Cluster, 'cloud'>
  /** The cluster's own, else that of the nodes' providerID, else `kubeconfig`. */
  readonly provider: Provider
  /** Planes of the fleet file that claim this cluster. */
  readonly planes: readonly Plane[]
  readonly vantages: readonly Vantage[]
  readonly observations: readonly Observation[]
  readonly thresholds: Thresholds
  /** How the fleet file lets Meshery be recognised beside its own labels and images. */
  readonly recognise?: Recognise
  /** Whether the API server was reached before (in an earlier run). */
  readonly reachedBefore: boolean
  readonly takenAt: string
}

export interface FleetContext {
  readonly clusters: readonly ClusterFacts[]
  readonly planes: readonly Plane[]
  /** Every cluster is meant to have Meshery. */
  readonly expectAll?: boolean
  readonly takenAt: string
}

/** One Meshery Server as the fleet file declares it. */
export interface PlaneContext {
  readonly plane: Plane
  readonly vantages: readonly Vantage[]
  /** What the vantages saw of the Server and of its Remote Provider, and their control targets. */
  readonly observations: readonly Observation[]
  readonly takenAt: string
}
