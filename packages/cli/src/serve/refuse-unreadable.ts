import { once } from 'node:events'
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Refuse, RefusalStatus } from '@fleet-auditor/api/http/refusal.ts'
import type { Connections } from './connections.ts'
import { failureFields, type ServeLog } from './log.ts'

/** For a client to read the last answer; then the connection is destroyed, whether it has closed it or not. */
const lingerMs = 1000

const statusOf: Readonly<Record<string, RefusalStatus>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_INVALID_METHOD: 405,
}

/** What Node itself would answer bare, or not at all. */
export function refuseUnreadable(
  server: Server,
  { refuse, log }: { readonly refuse: Refuse; readonly log: ServeLog },
  connections: Connections,
): void {
  const refuseOn = async (socket: Socket, refusal: () => Promise<void>): Promise<void> => {
    try {
      await refusal()
    } catch (error) {
      socket.destroy()
      log({ kind: 'refusal-failed', ...failureFields(error) })
    }
  }
  server.on('clientError', (error: NodeJS.ErrnoException, duplex) => {
    const socket = duplex as Socket // a server of TCP has no others
    const isAnswering = connections.answerOn(socket)?.headersSent === true
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) return void socket.destroy()
    void refuseOn(socket, async () => sendLast(socket, await refuse(statusOf[error.code ?? ''] ?? 400)))
  })
  server.on('connect', (incoming, duplex) => {
    const socket = duplex as Socket
    socket.on('error', () => socket.destroy())
    // A request before this one on the same connection is answered first.
    const before = connections.answerOn(socket)
    void refuseOn(socket, async () => {
      if (before) await once(before, 'close')
      await sendLast(socket, await refuse(405, incoming))
    })
  })
  server.on('checkExpectation', (incoming: IncomingMessage, answer: ServerResponse) => {
    void refuseOn(incoming.socket, async () => {
      const response = await refuse(417, incoming)
      const body = await response.text()
      answer.writeHead(417, lastHeaders(response, body).flat()).end(body)
    })
  })
}

/** Writes the last answer of a connection and ends it: what follows cannot be parsed. */
async function sendLast(socket: Socket, response: Response): Promise<void> {
  if (!socket.writable) return void socket.destroy()
  const body = await response.text()
  const head = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`,
    ...lastHeaders(response, body).map((pair) => pair.join(': ')),
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  setTimeout(() => socket.destroy(), lingerMs).unref()
}

const lastHeaders = (response: Response, body: string): string[][] => [
  ...response.headers,
  ['Content-Length', String(Buffer.byteLength(body))],
  ['Connection', 'close'],
]
