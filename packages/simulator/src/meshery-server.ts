import { createServer } from 'node:http'
import { listenOnLoopback } from './loopback.ts'

export interface MesheryServerOptions {
  readonly port?: number
  readonly build?: string
  /** Absent: the server could not ask GitHub, and reports neither `latest` nor `outdated`. */
  readonly latest?: string
  readonly channel?: string
  /** Why capabilities could not be loaded; absent: ready. */
  readonly notReady?: string
  /** Registration keys of remote providers, each a URL. `Local` is always there. */
  readonly providers?: readonly string[]
  /** Key of the enforced provider: `/provider` then redirects instead of offering a choice. */
  readonly enforced?: string
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
}

const text = { 'content-type': 'text/plain; charset=utf-8' }

/** Meshery Server's HTTP surface without login (meshery.md §6). */
export async function startMesheryServer(options: MesheryServerOptions = {}): Promise<RunningMesheryServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://simulator')
    asked.push(`${request.method ?? 'GET'} ${url.pathname}${url.search}`)
    const { status, body, headers } = reply(options, request.method ?? 'GET', url)
    response.writeHead(status, headers).end(body)
  })
  const loopback = await listenOnLoopback(server, options.port)
  return {
    url: `http://127.0.0.1:${loopback.port}`,
    port: loopback.port,
    requests: () => asked,
    close: () => loopback.close(),
  }
}

type Page = (options: MesheryServerOptions, url: URL) => Reply

const pages: Readonly<Record<string, Page>> = {
  '/healthz/live': health,
  '/healthz/ready': health,
  '/api/system/version': version,
  '/api/providers': providers,
  '/provider': chooser,
  '/auth/login': chooser,
}

function reply(options: MesheryServerOptions, method: string, url: URL): Reply {
  const page = pages[url.pathname]
  if (!page) {
    return { status: 302, body: '', headers: { location: `/provider?ref=${encodeURIComponent(url.pathname)}` } }
  }
  return method === 'GET' ? page(options, url) : { status: 405, body: '' }
}

/** Live and ready are one handler. */
function health({ notReady }: MesheryServerOptions, url: URL): Reply {
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
