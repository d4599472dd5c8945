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

/** Clusters that are alike but for who they are: one server's answers, kept, behind a port for each. */
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
  const doors = await Promise.all(Array.from({ length: count }, () => openDoor(server)))
  return {
    urls: doors.map((door) => `https://127.0.0.1:${portOf(door)}`),
    caPem: authority.caPem,
    async close() {
      for (const door of doors) door.close()
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
function openDoor(server: Server): Promise<Server> {
  const door = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    server.emit('connection', socket)
  })
  return new Promise((resolve) => void door.listen({ port: 0, host: '127.0.0.1' }, () => resolve(door)))
}

// a listening TCP server has no other kind of address
const portOf = (door: Server): number => (door.address() as AddressInfo).port
