import type { AddressInfo, Server, Socket } from 'node:net'

/** A server listening on the loopback, with every socket it holds. */
export interface Loopback {
  readonly port: number
  /** Sockets ever accepted. */
  connections(): number
  /** Ends at once: destroys open sockets, then stops listening. */
  close(): Promise<void>
}

/** Listens on 127.0.0.1 (port 0: the system chooses) and tracks the sockets, so that closing ends them all. */
export async function listenOnLoopback(server: Server, port = 0): Promise<Loopback> {
  const sockets = new Set<Socket>()
  let accepted = 0
  server.on('connection', (socket) => {
    accepted += 1
    sockets.add(socket)
    // A client that resets is no fault of the simulator.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo // a listening TCP server has no other kind of address
  return { port: address.port, connections: () => accepted, close: () => closeAll(server, sockets) }
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}
