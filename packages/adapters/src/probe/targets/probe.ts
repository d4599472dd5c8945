import type { ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { withConnection, type ConnectTarget } from '../connection/connection.ts'
import { secure, type Authentication } from '../connection/secure.ts'
import type { Sample } from '../connection/timing.ts'

/** What a probe of any kind works with. */
interface Probing {
  readonly dial: ConnectTarget
  /** Samples to keep for each figure, the cold one not among them. */
  readonly wanted: number
  /** PEM of the target's own authority. */
  readonly authority: string | undefined
}

/** One kind of probe against one checked address; rejects with a ProbeFault. */
export type Probe = (target: ProbeTarget, probing: Probing) => Promise<ProbeResult>

/** One TCP connect, milliseconds. */
export interface ConnectSample extends Sample {
  readonly ms: number
}

/**
 * One TCP connect, over a connection of its own. A TLS server is given the whole handshake
 * (outside the figure): many log an error for a client that leaves before it.
 */
export const sampleConnect = (dial: ConnectTarget, who: Authentication | undefined): Promise<ConnectSample> =>
  withConnection(dial, async (connection) => {
    if (who) await secure(connection, who)
    return { ms: connection.connectMs, late: connection.connectLate }
  })
