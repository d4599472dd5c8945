import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { createServer, type AddressInfo } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import { createAuthority, type IssuedCertificate } from '@fleet-auditor/simulator/certificates.ts'
import { startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { type CannedAnswers, cannedAnswers, type Question } from './canned-answers.ts'
import { type CannedCluster, objectsOf } from './canned-clusters.ts'
import { serve } from './child.ts'
import { audit } from './ways/auditor.ts'

export interface CannedJob {
  readonly cluster: CannedCluster
  /** Each port is a TLS origin, and so a cluster of its own. */
  readonly ports: number
}

/** Where the clusters are, and what the auditor asks each of them. */
export interface Target {
  readonly ports: readonly number[]
  readonly caPem: string
  readonly token: string
  readonly asked: readonly Question[]
}

const token = 'auditor-token'

/** HTTP/2 by its streams: the server shall not cost more than the clients it measures. */
async function answerStream(
  canned: CannedAnswers,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const { ':method': method = 'GET', ':path': path = '/', accept = '' } = headers
  const body = method === 'GET' ? '' : await textOf(stream)
  const known = canned.answer({ method, path, accept, body }, headers.authorization ?? '')
  const { status, contentType, body: shared } = known instanceof Promise ? await known : known
  const bytes = path.endsWith('/namespaces/kube-system') ? ownUid(shared, stream.session?.socket.localPort) : shared
  stream.respond({ ':status': status, 'content-type': contentType, 'content-length': bytes.length })
  stream.end(bytes)
}

/** Every port is another cluster, and no other way to the same one. */
const ownUid = (body: Buffer, port: number | undefined): Buffer =>
  Buffer.from(body.toString().replaceAll('uid-of-life', `uid-of-life-${port}`))

async function answerRequest(canned: CannedAnswers, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = request
  const body = method === 'GET' ? '' : await textOf(request)
  const question = { method, path, accept: headers.accept ?? '', body }
  const { status, contentType, body: bytes } = await canned.answer(question, headers.authorization ?? '')
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length }).end(bytes)
}

async function textOf(source: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts).toString()
}

/** One TLS server behind many ports; a connection that speaks HTTP/1.1 is passed to an HTTP/1.1 server. */
async function listen(canned: CannedAnswers, tls: IssuedCertificate, count: number): Promise<number[]> {
  const http1 = createHttpServer((request, response) => {
    answerRequest(canned, request, response).catch(() => response.destroy())
  })
  const http2 = createHttp2Server({ settings: { maxConcurrentStreams: 100 } }) // as kube-apiserver announces
  http2.on('stream', (stream, headers) => {
    stream.on('error', () => undefined) // a client that leaves is no fault
    answerStream(canned, stream, headers).catch(() => stream.destroy())
  })
  http2.on('sessionError', () => undefined)
  const options = { cert: tls.certPem, key: tls.keyPem, ALPNProtocols: ['h2', 'http/1.1'] }
  const secure = createTlsServer(options, (socket) => {
    socket.on('error', () => socket.destroy())
    ;(socket.alpnProtocol === 'h2' ? http2 : http1).emit('connection', socket)
  })
  secure.on('tlsClientError', () => undefined)
  return Promise.all(Array.from({ length: count }, () => openPort(secure)))
}

/** A port of its own whose connections go to the server. */
function openPort(server: TlsServer): Promise<number> {
  const listener = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    server.emit('connection', socket)
  })
  return new Promise((resolve) => {
    // a listening TCP server has no other kind of address
    listener.listen({ port: 0, host: '127.0.0.1' }, () => resolve((listener.address() as AddressInfo).port))
  })
}

await serve(async ({ cluster, ports: count }: CannedJob): Promise<Target> => {
  const authority = await createAuthority()
  const api = await startKubernetes({ ...objectsOf(cluster), users: { [token]: { name: 'auditor' } }, authority })
  const tls = await authority.issue({ commonName: 'kube-apiserver', dns: ['localhost'], ips: ['127.0.0.1'] })
  const canned = cannedAnswers(api.url, api.caPem)
  const ports = await listen(canned, tls, count)
  const target = { ports, caPem: authority.caPem, token, asked: [] }
  await audit(target, ports[0] ?? 0)
  return { ...target, asked: [...canned.asked()] }
})
