import { once } from 'node:events'
import { STATUS_CODES, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { bareProblem, problemType, type ProblemStatus } from '@fleet-auditor/api/http/problem.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { createAdaptorServer } from '@hono/node-server'

export interface Listening {
  readonly url: string
  /** Accepts nothing more and waits for what is under way; what takes longer than the grace is cut. */
  close(graceMs: number): Promise<void>
}

/** Serves an app over HTTP/1.1. Throws AuditorError `config` where the address cannot be had. */
export async function listen(
  app: { fetch(request: Request): Response | Promise<Response> },
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  // Without a certificate of its own it is always HTTP/1.1, which the adaptor's type leaves open.
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) }) as Server
  server.maxConnections = 512
  server.on('clientError', answerUnreadable)
  server.listen({ host, port })
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    throw new AuditorError('config', `cannot listen there: ${cause.code ?? cause.message}`, {
      place: `--host ${host} --port ${port}`,
      remedy: 'name an address of this machine and a free port; 0 takes any',
      cause,
    })
  })
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  const name = host.includes(':') ? `[${host}]` : host
  return { url: `http://${name}:${bound}`, close: (graceMs) => close(server, graceMs) }
}

async function close(server: Server, graceMs: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  const closed = once(server, 'close')
  server.close()
  await closed
  clearTimeout(timer)
}

const statusOf: Readonly<Record<string, ProblemStatus>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** What never became a request gets a problem too; then the connection ends, for what follows cannot be parsed. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = statusOf[error.code ?? ''] ?? 400
  const body = JSON.stringify(bareProblem(status))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
