import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { CertificateAuthority, CertificateRequest } from '@fleet-auditor/simulator/certificates.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { onTestFinished } from 'vitest'

/** What the server saw of its clients. */
interface Seen {
  readonly names: unknown[]
  readonly headers: Record<string, unknown>[]
  readonly tlsErrors: string[]
}

/** An HTTPS server for `api.test`, for as long as the test runs. */
export async function httpsServer(
  authority: CertificateAuthority,
  answer: RequestListener,
  certificate: Partial<CertificateRequest> = {},
) {
  const issued = await authority.issue({ commonName: 'api', dns: ['api.test'], ...certificate })
  const seen: Seen = { names: [], headers: [], tlsErrors: [] }
  const server = createServer({ cert: issued.certPem, key: issued.keyPem }, (incoming, response) => {
    seen.headers.push(incoming.headers)
    answer(incoming, response)
  })
  server.on('secureConnection', (socket) => seen.names.push(socket.servername))
  server.on('tlsClientError', (error) => seen.tlsErrors.push(error.message))
  const loopback = await listenOnLoopback(server)
  onTestFinished(() => loopback.close())
  return { ...loopback, seen }
}

export const versionAnswer: RequestListener = (_, response) => response.end('{"major":"1","minor":"34"}')
