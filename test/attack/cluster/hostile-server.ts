import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'

export interface HostileServer {
  readonly url: string
  readonly caPem: string
  close(): Promise<void>
}

/** Answers a request, or leaves it to the plain cluster. */
export type Hostile = (request: IncomingMessage, response: ServerResponse) => boolean

/** An API server on loopback over HTTP/1.1 that answers `hostile` where that likes, and else as an empty cluster does. */
export async function startHostile(uid: string, hostile: Hostile): Promise<HostileServer> {
  const authority = await createAuthority()
  const { certPem: cert, keyPem: key } = await authority.issue({ commonName: 'hostile', ips: ['127.0.0.1'] })
  const listener: RequestListener = (request, response) => {
    response.on('error', () => response.destroy())
    if (!hostile(request, response)) json(response, plainAnswer(request.url ?? '', uid))
  }
  const server = createServer({ cert, key }, listener)
  server.on('tlsClientError', () => {}) // a client that gives up is what is tested
  const loopback = await listenOnLoopback(server)
  return { url: `https://127.0.0.1:${loopback.port}`, caPem: authority.caPem, close: () => loopback.close() }
}

export function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Writes pieces for as long as they come and somebody reads. */
export function pour(response: ServerResponse, pieces: Iterator<string | Buffer>): void {
  const write = (): void => {
    for (let next = pieces.next(); !response.destroyed; next = pieces.next()) {
      if (next.done === true) return void response.end()
      if (!response.write(next.value)) return void response.once('drain', write)
    }
  }
  write()
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['deployments', 'Deployment'],
  ['statefulsets', 'StatefulSet'],
  ['rolebindings', 'RoleBinding'],
  ['services', 'Service'],
  ['pods', 'Pod'],
  ['leases', 'Lease'],
  ['limitranges', 'LimitRange'],
])

function plainAnswer(url: string, uid: string): object {
  const path = url.replace(/\?.*$/, '')
  const kind = kinds.get(path.slice(path.lastIndexOf('/') + 1))
  if (kind) return { kind: `${kind}List`, apiVersion: 'v1', metadata: {}, items: [] }
  if (path === '/version') return { gitVersion: 'v1.33.0' }
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: [] }
  if (path.endsWith('/kube-system')) return { kind: 'PartialObjectMetadata', metadata: { name: 'kube-system', uid } }
  if (path.endsWith('/subjectaccessreviews')) return { status: { allowed: false } }
  return { kind: 'Table', metadata: {}, columnDefinitions: [], rows: [] }
}

/** A Deployment that is labelled as Meshery's Server. */
export const mesheryDeployment = (name: string, containers: readonly object[], more: object = {}): object => ({
  metadata: { name, namespace: 'meshery', uid: name, labels: { 'app.kubernetes.io/name': 'meshery' }, ...more },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: containers.map(published) } },
  },
})

/** Other software under Meshery's labels is not taken for it: an image of the project is. */
const published = (container: object): object => ({ image: 'meshery/meshery:v1.0.64', ...container })
