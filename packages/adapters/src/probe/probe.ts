import type { ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Line } from './connection.ts'
import type { Sampling } from './timing.ts'

/** What a probe of any kind works with. */
export interface Probing {
  readonly line: Line
  readonly sampling: Sampling
  /** PEM of the target's own authority. */
  readonly authority: string | undefined
}

/** One kind of probe against one checked address; rejects with a ProbeFault. */
export type Probe = (target: ProbeTarget, probing: Probing) => Promise<ProbeResult>
