import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { IssuedCertificate } from './certificates.ts'
import { listenOnLoopback } from './loopback.ts'

export interface MesheryServerOptions {
  readonly port?: number
  readonly build?: string
  /** Absent: the server could not ask GitHub, and answers neither `latest` nor `outdated`. */
  readonly latest?: string
  readonly channel?: string
  /** Why capabilities could not be loaded; absent: ready. */
  readonly notReady?: string
  /** Registration keys of remote providers, each a URL. `Local` is always there. */
  readonly providers?: readonly string[]
  /** Key of the enforced provider: `/provider` then redirects instead of offering a choice. */
  readonly enforced?: string
  /** Where logins come back to; absent: made of the Host header, as the Server does where nothing is set. */
  readonly callback?: string
  /** Serves HTTPS with it. */
  readonly certificate?: IssuedCertificate
  /** A sign-in proxy stands before the Server: every request is redirected there. */
  readonly wall?: string
  /** The ingress: `stripped` takes the upgrade away, `refused` answers 502 to it. */
  readonly upgrades?: 'stripped' | 'refused'
  /** The sub-path that its ingress serves it under, such as `/meshery`; at any other there is a 404. */
  readonly under?: string
  /** The event stream is held back by a buffer. */
  readonly buffered?: boolean
}

interface RunningMesheryServer {
  readonly url: string
  readonly port: number
  requests(): readonly string[]
  close(): Promise<void>
}

interface Reply {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  /** The answer does not end. */
  readonly open?: true
}

interface Asked {
  readonly method: string
  readonly url: URL
  readonly host: string
  readonly isUpgrade: boolean
}

const text = { 'content-type': 'text/plain; charset=utf-8' }

/** Meshery Server's HTTP surface without login (meshery.md §6). */
export async function startMesheryServer(options: MesheryServerOptions = {}): Promise<RunningMesheryServer> {
  const asked: string[] = []
  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://simulator')
    asked.push(`${request.method ?? 'GET'} ${url.pathname}${url.search}`)
    const host = request.headers.host ?? ''
    const isUpgrade = request.headers.upgrade === 'websocket'
    const { status, body, headers, open } = reply(options, { method: request.method ?? 'GET', url, host, isUpgrade })
    if (open && options.buffered) return
    response.writeHead(status, headers)
    if (open) response.write(body)
    else response.end(body)
  }
  const { certificate } = options
  const server = certificate
    ? createTlsServer({ cert: certificate.certPem, key: certificate.keyPem }, listener)
    : createServer(listener)
  const loopback = await listenOnLoopback(server, options.port)
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${loopback.port}`,
    port: loopback.port,
    requests: () => asked,
    close: () => loopback.close(),
  }
}

type Page = (options: MesheryServerOptions, asked: Asked) => Reply

const pages: Readonly<Record<string, Page>> = {
  '/healthz/live': health,
  '/healthz/ready': health,
  '/api/system/version': version,
  '/api/providers': providers,
  '/provider': chooser,
  '/auth/login': chooser,
  '/user/login': login,
  '/api/providers/stream': stream,
  '/api/system/graphql/query': graphql,
}

function reply(options: MesheryServerOptions, asked: Asked): Reply {
  if (options.wall !== undefined) return { status: 302, body: '', headers: { location: options.wall } }
  const { method, url } = asked
  const { under = '' } = options
  if (!url.pathname.startsWith(`${under}/`)) return { status: 404, body: 'default backend' }
  const page = pages[url.pathname.slice(under.length)]
  if (!page) {
    return { status: 302, body: '', headers: { location: `/provider?ref=${encodeURIComponent(url.pathname)}` } }
  }
  return method === 'GET' ? page(options, asked) : { status: 405, body: '' }
}

/** Live and ready are one handler. */
function health({ notReady }: MesheryServerOptions, { url }: Asked): Reply {
  const status = notReady === undefined ? 200 : 503
  if (!url.searchParams.has('verbose')) {
    const body = notReady === undefined ? 'ok' : `healthz check failed: capabilities: ${notReady}`
    return { status, body, headers: text }
  }
  const lines =
    notReady === undefined
      ? ['[+]capabilities ok', '[i]extension extension package found', 'healthz check passed']
      : [`[-]capabilities failed: ${notReady}`]
  return { status, body: `${lines.join('\n')}\n`, headers: text }
}

function version(options: MesheryServerOptions): Reply {
  const build = options.build ?? 'v1.0.64'
  const newest = options.latest === undefined ? {} : { latest: options.latest, outdated: options.latest !== build }
  const body = { build, ...newest, commitsha: '0f1e2d3c', release_channel: options.channel ?? 'stable' }
  return { status: 200, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** No Content-Type is set by the real handler. */
function providers({ providers: remotes = ['https://cloud.meshery.io'] }: MesheryServerOptions): Reply {
  const listed = [provider('Local', 'local', ''), ...remotes.map((url) => provider(new URL(url).host, 'remote', url))]
  return { status: 200, body: JSON.stringify(Object.fromEntries(listed.map((one) => [one.providerName, one]))) }
}

const provider = (providerName: string, providerType: 'local' | 'remote', providerUrl: string) => ({
  providerType,
  packageVersion: '',
  packageUrl: '',
  providerName,
  providerDescription: [],
  providerUrl,
  extensions: {},
  capabilities: [],
  restrictedAccess: { isMesheryUiRestricted: false },
  redirects: {},
})

function chooser({ enforced }: MesheryServerOptions): Reply {
  if (enforced === undefined) {
    return {
      status: 200,
      body: '<!DOCTYPE html><html><body>Choose a provider</body></html>',
      headers: { 'content-type': 'text/html' },
    }
  }
  return {
    status: 302,
    body: '',
    headers: { location: '/user/login', 'set-cookie': `meshery-provider=${enforced}; Path=/` },
  }
}

/** To the Remote Provider, with the callback that logins come back to (meshery.md §6e). */
function login({ callback, enforced = '' }: MesheryServerOptions, { host }: Asked): Reply {
  const source = Buffer.from(callback ?? `http://${host}/api/user/token`).toString('base64url')
  return {
    status: 302,
    body: '',
    headers: { location: `https://${enforced}/login?source=${source}&provider_version=v0.1` },
  }
}

function stream(): Reply {
  return {
    status: 200,
    body: 'event: provider\ndata: {"key":"Local","status":"online"}\n\n',
    headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
    open: true,
  }
}

/** Behind the login an upgrade is redirected as any request; without it GraphQL answers it as a query. */
function graphql({ upgrades, enforced }: MesheryServerOptions, { isUpgrade }: Asked): Reply {
  if (upgrades === 'refused' && isUpgrade) return { status: 502, body: 'Bad Gateway' }
  if (enforced !== undefined) return { status: 302, body: '', headers: { location: '/user/login' } }
  if (upgrades === 'stripped' || !isUpgrade) {
    return { status: 400, body: '{"errors":[{"message":"no query"}]}', headers: { 'content-type': 'application/json' } }
  }
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': 'graphql-transport-ws' }
  return { status: 101, body: '', headers }
}
