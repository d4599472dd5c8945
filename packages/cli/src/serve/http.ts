import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Refuse } from '@fleet-auditor/api/http/refusal.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { hostPort } from '@fleet-auditor/model/host-port.ts'
import { getRequestListener, RequestError } from '@hono/node-server'
import { limitConnections } from './connections.ts'
import type { ServeLog } from './log.ts'
import { refuseUnreadable } from './refuse-unreadable.ts'

export interface Listening {
  readonly url: string
  /** Accepts nothing more and waits for what is under way; what takes longer than the grace is cut. */
  close(graceMs: number): Promise<void>
}

export interface Served {
  readonly app: { fetch(request: Request): Response | Promise<Response> }
  /** Answers what never becomes a request of the app. */
  readonly refuse: Refuse
  readonly log: ServeLog
}

/** A client that sends its headers within 10 s and a body within 30 s; the app answers within 20 s. */
const times = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
}
/** Neither side has sent anything: the client reads no answer. */
const stalledMs = 60_000
/** Most connections; a proxy has one address for all its clients. */
const limits = { all: 512, perAddress: 256, requestMs: stalledMs }

/** Serves an app over HTTP/1.1. Throws AuditorError `config` where the address cannot be had. */
export async function listen(
  served: Served,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  // Without `Host` the request is refused below, in the form of every other refusal.
  const server = createServer({ ...times, requireHostHeader: false }, requestListener(served))
  server.timeout = stalledMs
  refuseUnreadable(server, served, limitConnections(server, limits, dropLog(served.log)))
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
  return { url: `http://${hostPort(host, bound)}`, close: (graceMs) => close(server, graceMs) }
}

async function close(server: Server, graceMs: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  const closed = once(server, 'close')
  server.close()
  await closed
  clearTimeout(timer)
}

/** One line a minute at most: a flood must not fill the log. */
function dropLog(log: ServeLog): (address: string) => void {
  let [logged, dropped] = [Number.NEGATIVE_INFINITY, 0]
  return (address) => {
    dropped++
    if (performance.now() - logged < 60_000) return
    log({ kind: 'connections-dropped', connections: dropped, address })
    logged = performance.now()
    dropped = 0
  }
}

/** A target or a `Host` that makes no URL (`*`, `/v1\summary`) is refused: the app has no path for it. */
function requestListener({ app, refuse }: Served): (incoming: IncomingMessage, answer: ServerResponse) => void {
  return (incoming, answer) => {
    const errorHandler = (error: unknown): Promise<Response> =>
      error instanceof RequestError
        ? refuse(incoming.url === '*' ? 405 : 400, incoming)
        : refuse(500, { method: incoming.method, url: incoming.url, error })
    void getRequestListener((request) => app.fetch(request), { errorHandler })(incoming, answer)
  }
}
