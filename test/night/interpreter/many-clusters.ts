import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import { startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { type CannedAnswers, cannedAnswers } from '../../bench/canned-answers.ts'

/** Clusters that are alike but for who they are: one server's answers, cached, behind a port for each. */
export interface ManyClusters {
  readonly urls: readonly string[]
  readonly caPem: string
  close(): Promise<void>
}

/** As long as every cluster's own, so that an answer stays as long as it is. */
const everyUid = 'uid-00000'

export async function startMany(count: number): Promise<ManyClusters> {
  const authority = await createAuthority()
  const model = await startKubernetes({
    authority,
    users: {},
    authenticate: () => ({ name: 'auditor' }),
    objects: [
      ...bootstrapObjects(),
      ...kubeSystem(everyUid),
      ...nodes('eks', 2),
      auditorRole(),
      auditorBinding([{ kind: 'User', name: 'auditor' }]),
      ...modernInstall(),
    ],
  })
  const canned = cannedAnswers(model.url, model.caPem)
  const issued = await authority.issue({ commonName: 'kube-apiserver', dns: ['localhost'], ips: ['127.0.0.1'] })
  const server = createSecureServer({ cert: issued.certPem, key: issued.keyPem, allowHTTP1: true })
  server.on('request', (request, response) => {
    answer(canned, request, response).catch(() => response.stream?.destroy())
  })
  const listeners = await Promise.all(Array.from({ length: count }, () => openPort(server)))
  return {
    urls: listeners.map((listener) => `https://127.0.0.1:${portOf(listener)}`),
    caPem: authority.caPem,
    async close() {
      for (const listener of listeners) listener.close()
      await model.close()
    },
  }
}

async function answer(
  canned: CannedAnswers,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): Promise<void> {
  const { method, url: path, headers } = request
  const question = { method, path, accept: headers.accept ?? '', body: method === 'GET' ? '' : await text(request) }
  const { status, contentType, body } = await canned.answer(question, 'Bearer model')
  const own = body.includes(everyUid) ? Buffer.from(body.toString().replaceAll(everyUid, uidOf(request))) : body
  response.writeHead(status, { 'content-type': contentType, 'content-length': own.length }).end(own)
}

const uidOf = ({ socket }: Http2ServerRequest): string => `uid-${String(socket.localPort).padStart(5, '0')}`

/** A port of its own whose connections go to the server. */
function openPort(server: Server): Promise<Server> {
  const listener = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    server.emit('connection', socket)
  })
  return new Promise((resolve) => void listener.listen({ port: 0, host: '127.0.0.1' }, () => resolve(listener)))
}

// a listening TCP server has no other kind of address
const portOf = (listener: Server): number => (listener.address() as AddressInfo).port
