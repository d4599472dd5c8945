import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { checkServerIdentity, createSecureContext, type SecureContextOptions } from 'node:tls'
import type { CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { ApiAccess, Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { entryOf, resolvedBy, splitHostPort, unbracketed } from '@fleet-auditor/model/host-port.ts'
import { Agent, buildConnector, ProxyAgent, type Dispatcher } from 'undici'

type Route = CollectionPlan['vantage']

export interface ClusterDispatcher {
  readonly dispatcher: Dispatcher
  /** Ends every socket at once, those that are still connecting too. */
  close(): Promise<void>
}

/**
 * undici's pool lets its first connection find the protocol: HTTP/2 then carries everything over that one; HTTP/1.1
 * gets up to this many, because a pipelined answer that hangs would hold all behind it.
 */
const connections = 8
/** The default windows slow a list of thousands 2-3 times (performance.md). */
const windowBytes = 8 * 2 ** 20
const pool = {
  connections,
  pipelining: 1,
  allowH2: true,
  h2Options: { pingInterval: 0, connectionWindowSize: windowBytes },
  initialWindowSize: windowBytes, // undici 8.12 reads it here only, not in h2Options.settings
  // Each exchange has its own timer.
  headersTimeout: 0,
  bodyTimeout: 0,
}
/** A refused connection is not tried again for each queued request. */
const failureHoldsMs = 100

/** One dispatcher and one secure context for all requests to one API server. */
export function openDispatcher(
  access: ApiAccess,
  credentials: Credentials,
  route: Route,
  timeoutMs: number,
): ClusterDispatcher {
  const { certPem: cert, keyPem: key } = credentials.clientCertificate ?? {}
  const context = { ...(access.caPem && { ca: access.caPem }), ...(cert && { cert }), ...(key && { key }) }
  if (access.proxyUrl !== undefined) return openProxied(access, access.proxyUrl, context)
  const sockets = new Set<Socket>()
  const agent = new Agent({
    ...pool,
    connect: connector({ access, route, timeoutMs }, createSecureContext(context), sockets),
  })
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await agent.destroy()
  }
  return { dispatcher: agent, close }
}

/** Behind a proxy it is the proxy that finds and dials the server: the vantage's routes say nothing there. */
function openProxied(access: ApiAccess, uri: string, context: SecureContextOptions): ClusterDispatcher {
  const verify = { rejectUnauthorized: !access.insecureSkipTlsVerify }
  const requestTls = { ...context, ...verify, ...(access.serverName && { servername: access.serverName }) }
  const proxy = new ProxyAgent({ ...pool, uri, requestTls })
  return { dispatcher: proxy, close: () => proxy.destroy() }
}

interface Connecting {
  readonly access: ApiAccess
  readonly route: Route
  readonly timeoutMs: number
}

function connector(
  { access, route, timeoutMs }: Connecting,
  secureContext: ReturnType<typeof createSecureContext>,
  sockets: Set<Socket>,
): buildConnector.connector {
  const expected = access.serverName ?? unbracketed(new URL(access.server).hostname)
  const base = buildConnector({
    allowH2: true,
    preferH2: true,
    secureContext,
    timeout: timeoutMs,
    rejectUnauthorized: !access.insecureSkipTlsVerify,
    lookup: lookupThrough(route.resolve),
    // Wherever the socket goes, the certificate must be the API server's.
    checkServerIdentity: (_, certificate) => checkServerIdentity(expected, certificate),
  })
  let failure: { readonly error: Error; readonly at: number } | undefined
  return (options, callback) => {
    if (failure && performance.now() - failure.at < failureHoldsMs) return callback(failure.error, null)
    const to = dialled(options, route.connectTo)
    const servername = isIP(expected) ? '' : expected
    // undici types the connector as returning nothing, but it returns the socket: closing needs it while it connects.
    const socket = base({ ...options, ...to, servername }, (...outcome) => {
      if (outcome[0]) failure = { error: outcome[0], at: performance.now() }
      callback(...outcome)
    }) as unknown as Socket
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  }
}

function dialled(
  { hostname, port, protocol }: buildConnector.Options,
  connectTo: Route['connectTo'],
): { hostname: string; port: string } {
  const named = { hostname, port: port || (protocol === 'https:' ? '443' : '80') }
  const other = entryOf(connectTo, hostname, Number(named.port))
  if (other === undefined) return named
  const { host, port: otherPort } = splitHostPort(other)
  return { hostname: host, port: String(otherPort) }
}

/** The vantage's own addresses for a name, else the system's. */
const lookupThrough =
  (resolve: Route['resolve']): LookupFunction =>
  (hostname, options, callback) => {
    const addresses = resolvedBy(resolve, hostname)?.map((address) => ({ address, family: isIP(address) }))
    const first = addresses?.[0]
    if (!addresses || !first) return systemLookup(hostname, options, callback)
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  }
