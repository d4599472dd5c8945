import { type ConnectTarget, withConnection } from './connection.ts'
import { type Authentication, secure } from './secure.ts'
import type { Sample } from './timing.ts'

/** One TCP connect, milliseconds. */
export interface Touch extends Sample {
  readonly ms: number
}

/**
 * One TCP connect, over a connection of its own. A TLS server is met to the end of the handshake
 * (outside the figure): many log an error for a client that leaves before it.
 */
export const touch = (dial: ConnectTarget, who: Authentication | undefined): Promise<Touch> =>
  withConnection(dial, async (connection) => {
    if (who) await secure(connection, who)
    return { ms: connection.connectMs, late: connection.connectLate }
  })
