import { isIP } from 'node:net'
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import type { TlsFacts } from '@fleet-auditor/model/observation.ts'
import type { Connection } from './connection.ts'
import { plainHost } from '@fleet-auditor/model/host-port.ts'
import { tlsFacts } from './tls-facts.ts'

/** Whom a TLS server should be: the name asked for and checked, whatever address was dialled. */
export interface Authentication {
  readonly host: string
  readonly context: SecureContext
  readonly protocols: readonly string[]
}

/** `authority`: PEM; absent, the authorities Node was built with. One context serves every connection of a target. */
export function authentication(
  host: string,
  authority: string | undefined,
  protocols: readonly string[] = [],
): Authentication {
  return { host: plainHost(host), context: secureContext(authority), protocols }
}

function secureContext(authority: string | undefined): SecureContext {
  if (authority === undefined) return createSecureContext()
  try {
    return createSecureContext({ ca: authority })
  } catch {
    // Not a certificate: nothing can be verified against it, and the facts will say so.
    return createSecureContext({ ca: [] })
  }
}

/**
 * Goes over to TLS. A certificate that does not verify is measured and recorded all the same: nothing secret is ever
 * sent, and `verified` tells.
 */
export async function secure(connection: Connection, { host, context, protocols }: Authentication): Promise<TlsFacts> {
  const secured = connect({
    socket: connection.stream(),
    secureContext: context,
    host,
    servername: isIP(host) ? undefined : host,
    ALPNProtocols: protocols.length > 0 ? [...protocols] : undefined,
    // Measuring, not trusting: the verdict is read from `authorizationError`.
    rejectUnauthorized: false,
  })
  connection.adopt(secured)
  await connection.await('no TLS handshake', handshake(secured))
  return tlsFacts(secured)
}

const handshake = (socket: TLSSocket): Promise<void> =>
  new Promise((resolve) => socket.once('secureConnect', () => resolve()))
