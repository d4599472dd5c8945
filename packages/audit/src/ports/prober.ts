import type { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'

export interface ProbeRequest {
  readonly targets: readonly ProbeTarget[]
  readonly vantage: Vantage
  /**
   * The API server of this cluster is itself on loopback (kind, minikube): its targets may be dialled there without
   * an `allow`. Local vantage only.
   */
  readonly loopbackCluster: boolean
  /** PEM by `host:port` for TLS targets whose authority is the cluster's own. */
  readonly authorities: Readonly<Record<string, string>>
  /** Milliseconds one connection may take, all its answers included. */
  readonly timeoutMs: number
}

/** Never throws for what a target does; a target that was not reached is an observation with the reason. */
export interface Prober {
  probe(request: ProbeRequest, signal: AbortSignal): Promise<Observation[]>
  close(): Promise<void>
}
