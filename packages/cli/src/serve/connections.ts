import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface ConnectionLimits {
  /** Of all addresses. */
  readonly all: number
  readonly perAddress: number
  /** A request that takes longer no longer protects its connection. */
  readonly requestMs: number
}

export interface Connections {
  /** The answer that is under way on a connection. */
  answerOn(socket: Socket): ServerResponse | undefined
}

interface UnderWay {
  readonly since: number
  readonly answer: ServerResponse
}

/**
 * Keeps the connections of a server within their limits. The one more makes room for itself: of its address, or of the
 * address that has the most, the connection that was silent longest is destroyed. So silent ones never lock out a
 * client that asks something.
 */
export function limitConnections(
  server: Server,
  limits: ConnectionLimits,
  onDrop: (address: string) => void,
): Connections {
  // Of each address in the order of their last activity.
  const byAddress = new Map<string, Set<Socket>>()
  const underWay = new Map<Socket, UnderWay>()
  let all = 0
  const drop = (sockets: ReadonlySet<Socket>, address: string): void => {
    const list = [...sockets]
    const dropped = list.find((socket) => isSilent(underWay.get(socket), limits)) ?? list.at(-1)
    dropped?.destroy()
    onDrop(address)
  }
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const sockets = (byAddress.get(address) ?? new Set()).add(socket)
    byAddress.set(address, sockets)
    all++
    socket.once('close', () => {
      all--
      underWay.delete(socket)
      sockets.delete(socket)
      if (sockets.size === 0) byAddress.delete(address)
    })
    if (sockets.size > limits.perAddress) drop(sockets, address)
    else if (all > limits.all) drop(...largest(byAddress))
  })
  server.on('request', ({ socket }, answer: ServerResponse) => {
    underWay.set(socket, { since: performance.now(), answer })
    answer.once('close', () => {
      // The answer to a later request of this connection may be under way already.
      if (underWay.get(socket)?.answer === answer) underWay.delete(socket)
      const sockets = byAddress.get(socket.remoteAddress ?? '')
      if (sockets?.delete(socket)) sockets.add(socket)
    })
  })
  return { answerOn: (socket) => underWay.get(socket)?.answer }
}

const isSilent = (request: UnderWay | undefined, { requestMs }: ConnectionLimits): boolean =>
  request === undefined || performance.now() - request.since > requestMs

function largest(byAddress: ReadonlyMap<string, Set<Socket>>): [sockets: Set<Socket>, address: string] {
  const [first = ['', new Set<Socket>()] as const, ...others] = byAddress
  const [address, sockets] = others.reduce((most, each) => (each[1].size > most[1].size ? each : most), first)
  return [sockets, address]
}
