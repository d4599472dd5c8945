import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

/** A connection that reads what comes and closes nothing by itself. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  await once(socket, 'connect')
  return socket
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** Sends these very bytes and reads to the end of the connection. */
export async function sendRaw(url: string, bytes: string): Promise<RawAnswer> {
  const socket = await openSocket(url)
  socket.write(bytes)
  const answer = await text(socket)
  socket.destroy()
  const cut = answer.indexOf('\r\n\r\n')
  const [line = '', ...lines] = answer.slice(0, cut).split('\r\n')
  const headers = new Headers(
    lines.map((each): [string, string] => {
      const colon = each.indexOf(':')
      return [each.slice(0, colon), each.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(line.split(' ')[1]), headers, body: answer.slice(cut + 4) }
}
