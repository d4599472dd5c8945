import type { Readable, Writable } from 'node:stream'

interface PipeOptions {
  readonly rttMs: number
  /** What may be in flight before the first acknowledgement, bytes. */
  readonly initialWindow: number
  /** Milliseconds from now until the first byte may leave. */
  readonly opensAfterMs: number
  onDelivered(bytes: number): void
}

/** Reading pauses while this much waits for the window, so that a long body stays where it is. */
const waitingLimit = 1 << 20

/**
 * Carries one direction of a connection: each byte arrives half a round trip after it left, no more than a window is
 * in flight, and every acknowledged byte widens the window by itself (so it doubles per round trip).
 */
export function slowStartPipe(from: Readable, to: Writable, options: PipeOptions): void {
  const waiting: Buffer[] = []
  let waitingBytes = 0
  let window = options.initialWindow
  let inFlight = 0
  let open = false
  let ended = false

  const depart = (bytes: Buffer): void => {
    inFlight += bytes.length
    waitingBytes -= bytes.length
    setTimeout(() => {
      options.onDelivered(bytes.length)
      if (to.writable) to.write(bytes)
    }, options.rttMs / 2)
    setTimeout(() => {
      inFlight -= bytes.length
      window += bytes.length
      pump()
    }, options.rttMs)
  }
  const pump = (): void => {
    while (open && waiting.length > 0 && inFlight < window) {
      const next = waiting.shift() ?? Buffer.alloc(0)
      const room = window - inFlight
      if (next.length > room) waiting.unshift(next.subarray(room))
      depart(next.subarray(0, room))
    }
    if (waitingBytes < waitingLimit) from.resume()
    if (open && ended && waiting.length === 0) setTimeout(() => to.end(), options.rttMs / 2)
  }
  setTimeout(() => {
    open = true
    pump()
  }, options.opensAfterMs)
  from.on('data', (bytes: Buffer) => {
    waiting.push(bytes)
    waitingBytes += bytes.length
    if (waitingBytes >= waitingLimit) from.pause()
    pump()
  })
  from.on('end', () => {
    ended = true
    pump()
  })
  // A broken side breaks the other, as late as anything else.
  from.on('error', () => setTimeout(() => to.destroy(), options.rttMs / 2))
}
