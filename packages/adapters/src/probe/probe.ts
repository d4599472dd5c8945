import type { ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { ConnectTarget } from './connection.ts'

/** What a probe of any kind works with. */
export interface Probing {
  readonly dial: ConnectTarget
  /** Samples to keep for each figure, the cold one not among them. */
  readonly wanted: number
  /** PEM of the target's own authority. */
  readonly authority: string | undefined
}

/** One kind of probe against one checked address; rejects with a ProbeFault. */
export type Probe = (target: ProbeTarget, probing: Probing) => Promise<ProbeResult>
