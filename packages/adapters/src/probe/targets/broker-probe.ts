import type { NatsInfo, ProbeResult, TlsFacts } from '@fleet-auditor/model/observation.ts'
import { withConnection, type Connection, type ConnectTarget } from '../connection/connection.ts'
import { authentication, secure, type Authentication } from '../connection/secure.ts'
import { collectSamples, mapSamples, timingOf, type Sample } from '../connection/timing.ts'
import { faultOf, ProbeFault } from '../probe-fault.ts'
import { readInfo } from './nats-info.ts'
import type { Probe } from './probe.ts'

/** One connection to a Broker, up to its INFO. */
interface Meeting extends Sample {
  readonly connectMs: number
  /** From the connect to INFO: one round trip, as the server speaks first once it has the client's last packet. */
  readonly infoMs: number
  readonly info: NatsInfo
  readonly tls?: TlsFacts
  readonly tlsError?: string
}

/** Connects, reads INFO and leaves; never logs in, never subscribes. */
export const probeBroker: Probe = async (target, { dial, wanted, authority }): Promise<ProbeResult> => {
  const who = authentication(target.host, authority)
  const { cold, again } = await meetFirst(dial, who)
  const samples = await collectSamples(() => withConnection(dial, again), 2, wanted)
  return {
    status: 'answered',
    connect: timingOf(
      mapSamples(samples, ({ connectMs }) => connectMs),
      cold.connectMs,
    ),
    roundTrip: timingOf(
      mapSamples(samples, ({ infoMs }) => infoMs),
      cold.infoMs,
    ),
    tls: cold.tls,
    tlsError: cold.tlsError,
    nats: cold.info,
  }
}

/** The first meeting, and how to have more of its kind. */
interface FirstMeeting {
  readonly cold: Meeting
  readonly again: (connection: Connection) => Promise<Meeting>
}

/** A Broker that accepts and stays silent may want TLS first (`handshake_first`, NATS 2.10 and later). */
async function meetFirst(dial: ConnectTarget, who: Authentication): Promise<FirstMeeting> {
  try {
    const cold = await withConnection(dial, (connection) => meetInClear(connection, who))
    // A handshake that failed once is not waited for again.
    return { cold, again: (connection) => meetInClear(connection, cold.tls ? who : undefined) }
  } catch (error) {
    if (!isQuiet(error)) throw error
    const again = (connection: Connection) => meetInTls(connection, who)
    const cold = await withConnection(dial, again).catch((second: unknown) => {
      throw isCancelled(second) ? second : error
    })
    return { cold, again }
  }
}

/**
 * A TLS Broker is met to the end of the handshake: it logs an error for those who leave after INFO. `who` undefined:
 * no handshake.
 */
async function meetInClear(connection: Connection, who: Authentication | undefined): Promise<Meeting> {
  const info = await connection.await('no INFO', readInfo(connection.stream()))
  const infoMs = performance.now() - connection.connectedAt
  const late = connection.connectLate || connection.late()
  const secured = who && info.tlsRequired ? await secureIfPossible(connection, who) : {}
  return { connectMs: connection.connectMs, infoMs, late, info, ...secured }
}

async function meetInTls(connection: Connection, who: Authentication): Promise<Meeting> {
  const tls = await secure(connection, who)
  const securedAt = performance.now()
  const lateBefore = connection.connectLate || connection.late()
  const info = await connection.await('no INFO', readInfo(connection.stream()))
  const infoMs = performance.now() - securedAt
  const late = lateBefore || connection.late()
  return { connectMs: connection.connectMs, infoMs, late, info: { ...info, tlsRequired: true }, tls }
}

/** INFO has answered the question; a handshake that fails behind it (a client certificate wanted) leaves its reason. */
async function secureIfPossible(
  connection: Connection,
  who: Authentication,
): Promise<Pick<Meeting, 'tls' | 'tlsError'>> {
  try {
    return { tls: await secure(connection, who) }
  } catch (error) {
    const fault = faultOf(error)
    if (fault.status === 'cancelled') throw error
    return { tlsError: fault.detail }
  }
}

const isQuiet = (error: unknown): boolean =>
  error instanceof ProbeFault &&
  error.connectMs !== undefined &&
  error.fault.status === 'silent' &&
  error.fault.why === 'timeout'

const isCancelled = (error: unknown): boolean => error instanceof ProbeFault && error.fault.status === 'cancelled'
