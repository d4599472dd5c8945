import { connect, createServer, type Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { listenOnLoopback } from './loopback.ts'

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

interface PipeOptions {
  readonly rttMs: number
  /** What may be in flight before the first acknowledgement, bytes. */
  readonly initialWindow: number
  /** Milliseconds from now until the first byte may leave. */
  readonly opensAfterMs: number
  onDelivered(bytes: number): void
}

/** Reading pauses while this much waits for the window, so that a long body stays with its sender. */
const waitingLimit = 1 << 20

/**
 * Carries one direction of a connection: each byte arrives half a round trip after it left, no more than a window is
 * in flight, and every acknowledged byte widens the window by itself (so it doubles per round trip).
 */
export function slowStartPipe(from: Readable, to: Writable, options: PipeOptions): void {
  const { rttMs, opensAfterMs } = options
  const waiting = createByteQueue()
  const window = { size: options.initialWindow, inFlight: 0, open: false, ended: false }
  const depart = (bytes: Buffer): void => {
    window.inFlight += bytes.length
    setTimeout(() => {
      options.onDelivered(bytes.length)
      if (to.writable) to.write(bytes)
    }, rttMs / 2)
    setTimeout(() => {
      window.inFlight -= bytes.length
      window.size += bytes.length
      pump()
    }, rttMs)
  }
  const pump = (): void => {
    while (window.open && waiting.bytes() > 0 && window.inFlight < window.size) {
      depart(waiting.take(window.size - window.inFlight))
    }
    if (waiting.bytes() < waitingLimit) from.resume()
    if (window.open && window.ended && waiting.bytes() === 0) setTimeout(() => to.end(), rttMs / 2)
  }
  const pumpWhen = (state: 'open' | 'ended') => (): void => {
    window[state] = true
    pump()
  }
  setTimeout(pumpWhen('open'), opensAfterMs)
  from.on('data', (bytes: Buffer) => {
    waiting.add(bytes)
    if (waiting.bytes() >= waitingLimit) from.pause()
    pump()
  })
  from.on('end', pumpWhen('ended'))
  // A broken side breaks the other, as late as anything else.
  from.on('error', () => setTimeout(() => to.destroy(), rttMs / 2))
}

/** Bytes in order of arrival. */
function createByteQueue() {
  const parts: Buffer[] = []
  let bytes = 0
  return {
    bytes: (): number => bytes,
    add(part: Buffer): void {
      parts.push(part)
      bytes += part.length
    },
    /** The oldest bytes, no more than `most`. */
    take(most: number): Buffer {
      const part = parts.shift() ?? Buffer.alloc(0)
      if (part.length > most) parts.unshift(part.subarray(most))
      const taken = part.subarray(0, most)
      bytes -= taken.length
      return taken
    },
  }
}
