import { createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { IssuedCertificate } from '@fleet-auditor/simulator/certificates.ts'
import { listenOnLoopback, type Loopback } from '@fleet-auditor/simulator/loopback.ts'
import { onTestFinished } from 'vitest'

/** A TCP server that passes each socket to `meet`, for as long as the test runs. */
export async function tcpServer(meet: (socket: Socket) => void): Promise<Loopback> {
  const loopback = await listenOnLoopback(createServer(meet))
  onTestFinished(() => loopback.close())
  return loopback
}

/** A port without a listener. */
export async function closedPort(): Promise<number> {
  const loopback = await listenOnLoopback(createServer())
  await loopback.close()
  return loopback.port
}

export const infoLine = (fields: Readonly<Record<string, unknown>> = {}): string =>
  `INFO ${JSON.stringify({ server_id: 'N1', server_name: 'one', version: '2.10.9', proto: 1, ...fields })} \r\n`

/** What the server's side of a TLS Broker saw of its clients. */
export interface TlsSeen {
  readonly serverNames: (string | false)[]
  readonly errors: string[]
}

/** Goes over to TLS on the server's side of a socket. */
export function secureServerSide(socket: Socket, { certPem, keyPem }: IssuedCertificate, seen: TlsSeen): TLSSocket {
  const secureContext = createSecureContext({ cert: certPem, key: keyPem })
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    SNICallback: (name, answer) => {
      seen.serverNames.push(name)
      answer(null, secureContext)
    },
  })
  secured.on('error', (error: Error) => seen.errors.push(error.message))
  secured.resume()
  return secured
}
