import { createServer } from 'node:http'
import { listenOnLoopback } from './loopback.ts'

interface MonitoringOptions {
  readonly port?: number
  readonly version?: string
  readonly serverName?: string
  /** False: `/healthz` answers 503. */
  readonly healthy?: boolean
}

interface RunningMonitoring {
  readonly port: number
  /** Paths asked for, in order. */
  requests(): readonly string[]
  close(): Promise<void>
}

/** The NATS monitoring port (8222): plain HTTP, no authentication. */
export async function startMonitoring(options: MonitoringOptions = {}): Promise<RunningMonitoring> {
  const asked: string[] = []
  const pages = pagesOf(options)
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://simulator').pathname
    asked.push(path)
    const page = pages[path]
    if (!page) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n')
    response.writeHead(page.status, { 'content-type': 'application/json' }).end(JSON.stringify(page.body, undefined, 2))
  })
  const loopback = await listenOnLoopback(server, options.port)
  return { port: loopback.port, requests: () => asked, close: () => loopback.close() }
}

interface Page {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

function pagesOf(options: MonitoringOptions): Readonly<Record<string, Page>> {
  const server_name = options.serverName ?? 'meshery-nats-0'
  const version = options.version ?? '2.14.2'
  const connections = [{ cid: 5, name: 'meshsync', ip: '10.244.0.12', port: 41_002, lang: 'go' }]
  return {
    '/healthz':
      options.healthy === false
        ? { status: 503, body: { status: 'unavailable', error: 'not ready' } }
        : { status: 200, body: { status: 'ok' } },
    '/varz': {
      status: 200,
      body: { server_name, version, proto: 1, port: 4222, http_port: 8222, mem: 18_923_520, connections: 1 },
    },
    '/connz': { status: 200, body: { num_connections: 1, total: 1, connections } },
  }
}
