import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from './loopback.ts'
import { slowStartPipe } from './slow-start-pipe.ts'

interface DelayProxyOptions {
  /** Where connections go on to, on the loopback. */
  readonly target: number
  /** Round trip added, milliseconds. */
  readonly rttMs: number
  readonly port?: number
  /** TCP slow start: what may be in flight before the first acknowledgement; doubled with each round trip. */
  readonly initialSegments?: number
  readonly segmentBytes?: number
}

interface RunningDelayProxy {
  readonly port: number
  connections(): number
  /** Bytes forwarded towards the client. */
  bytesDown(): number
  close(): Promise<void>
}

/**
 * A TCP proxy that makes the target look far away: every byte is late by half a round trip, the three-way handshake
 * is paid before the first one, and each direction opens its window as TCP slow start does. The kernel still
 * answers the client's own `connect` at once: the time of the handshake shows with the first bytes.
 */
export async function startDelayProxy(options: DelayProxyOptions): Promise<RunningDelayProxy> {
  const upstreams = new Set<Socket>()
  const counters = { down: 0 }
  const { rttMs, initialSegments = 10, segmentBytes = 1460 } = options
  const pipe = { rttMs, initialWindow: initialSegments * segmentBytes }
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({ port: options.target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    upstreams.add(upstream)
    upstream.on('close', () => upstreams.delete(upstream))
    client.on('close', () => setTimeout(() => upstream.destroy(), rttMs / 2))
    // The client may speak with its ACK, one round trip after its SYN; the server when that ACK arrives.
    slowStartPipe(client, upstream, { ...pipe, opensAfterMs: rttMs, onDelivered: () => undefined })
    const count = (bytes: number): void => void (counters.down += bytes)
    slowStartPipe(upstream, client, { ...pipe, opensAfterMs: rttMs * 1.5, onDelivered: count })
  })
  const loopback = await listenOnLoopback(server, options.port)
  const close = async (): Promise<void> => {
    for (const upstream of upstreams) upstream.destroy()
    await loopback.close()
  }
  return { port: loopback.port, connections: () => loopback.connections(), bytesDown: () => counters.down, close }
}
