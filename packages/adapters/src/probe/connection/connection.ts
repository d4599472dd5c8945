import { connect, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { LimitFunction } from 'p-limit'
import { cancelled, faultOf, ProbeFault, silent } from '../probe-fault.ts'

/** How to open connections to one checked address. */
export interface ConnectTarget {
  readonly address: string
  readonly port: number
  /** Milliseconds one connection may take, all its answers included. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Of the sockets of all probes of this thread. */
  readonly limit: LimitFunction
  /** The loop is behind: a moment read now may be long past. */
  readonly late: () => boolean
}

export interface Connection {
  /** The TCP stream, or the TLS one over it once `adopt`ed. */
  stream(): Socket
  readonly connectMs: number
  /** `performance.now()` when the connect was seen. */
  readonly connectedAt: number
  /** The loop was behind when the connect was seen. */
  readonly connectLate: boolean
  /** The same, of this moment. */
  readonly late: () => boolean
  adopt(secured: TLSSocket): void
  /**
   * What `work` resolves to, unless the connection ends, fails, is cancelled or is past its deadline before.
   * `missing` names what was waited for, as in `no INFO`.
   */
  await<T>(missing: string, work: Promise<T>): Promise<T>
}

/** A place among those of the limit; resolves to what gives it back, where giving it back twice does nothing. */
export const takePlace = (limit: LimitFunction): Promise<() => void> =>
  new Promise((enter) => void limit(() => new Promise<void>((leave) => enter(leave))))

/** How long the other side has to end a connection that we ended. */
const lingerMs = 500

/** Opens a connection, talks over it and ends it; whatever goes wrong is a ProbeFault with the connect time so far. */
export async function withConnection<T>(dial: ConnectTarget, talk: (connection: Connection) => Promise<T>): Promise<T> {
  const leave = await takePlace(dial.limit)
  if (dial.signal.aborted) {
    leave()
    throw cancelled()
  }
  const start = performance.now()
  const socket = connect({ host: dial.address, port: dial.port, noDelay: true, autoSelectFamily: false })
  socket.once('close', leave)
  const cut = cutOff(socket, dial)
  let connectMs: number | undefined
  try {
    await cut.race('no TCP connection', connected(socket))
    const connectedAt = performance.now()
    const connectLate = dial.late()
    connectMs = connectedAt - start
    const seen = { connectMs, connectedAt, connectLate, late: dial.late }
    const result = await talk({ ...seen, stream: cut.top, adopt: cut.adopt, await: cut.race })
    endPolitely(cut.top(), socket)
    return result
  } catch (error) {
    socket.destroy()
    throw new ProbeFault(faultOf(error), connectMs)
  } finally {
    cut.clear()
  }
}

const connected = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('connect', () => resolve()))

/** Everything that may end a connection before its work is done, as one promise to race against. */
function cutOff(socket: Socket, { timeoutMs, signal }: ConnectTarget) {
  const cut = Promise.withResolvers<Error>()
  let top: Socket = socket
  let missing = ''
  // An answer and the end of its connection may come together: the answer's promises settle first.
  const soon = (error: () => Error) => setImmediate(() => cut.resolve(error()))
  const follow = (stream: Socket) => {
    stream.on('error', (error) => soon(() => new ProbeFault(faultOf(error))))
    stream.on('close', () => soon(() => silent('closed', `${missing}: connection closed`)))
  }
  const timer = setTimeout(() => cut.resolve(silent('timeout', `${missing} within ${timeoutMs} ms`)), timeoutMs)
  const onAbort = () => cut.resolve(cancelled())
  signal.addEventListener('abort', onAbort, { once: true })
  follow(socket)
  return {
    top: () => top,
    adopt: (secured: TLSSocket) => {
      top = secured
      follow(secured)
    },
    race: <T>(awaited: string, work: Promise<T>): Promise<T> => {
      missing = socket.connecting ? awaited : `connected, ${awaited}`
      return Promise.race([work, cut.promise.then(thrown)])
    },
    clear: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

const thrown = (error: Error): never => {
  throw error
}

/** Ends with a FIN and reads on until the other side has ended too: a reset is an error in some servers' logs. */
function endPolitely(stream: Socket, socket: Socket): void {
  if (socket.destroyed) return
  stream.resume()
  stream.end()
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(timer))
  socket.unref()
  timer.unref()
}
