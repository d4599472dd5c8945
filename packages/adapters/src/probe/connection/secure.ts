import { isIP } from 'node:net'
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { plainHost } from '@fleet-auditor/model/host-port.ts'
import type { TlsFacts } from '@fleet-auditor/model/observation.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'
import type { Connection } from './connection.ts'

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
 * sent, and `verified` records it.
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

/** A certificate of a shared edge can carry hundreds of names. */
const mostNames = 100

/** What the server showed of itself; strings made harmless. */
function tlsFacts(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerX509Certificate()
  const error = errorWord(socket)
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    verified: socket.authorized,
    error,
    subject: distinguishedName(certificate?.subject),
    issuer: distinguishedName(certificate?.issuer),
    names: alternativeNames(certificate?.subjectAltName),
    notAfter: certificate?.validToDate.toISOString() ?? '',
  }
}

/** Such as CERT_HAS_EXPIRED or ERR_TLS_CERT_ALTNAME_INVALID. Typed as an Error, given as the code. */
function errorWord({ authorized, authorizationError }: TLSSocket): string | undefined {
  if (authorized) return undefined
  return printable(String(authorizationError))
}

const distinguishedName = (lines: string | undefined): string =>
  printable((lines ?? '').split('\n').filter(Boolean).join(', '), 250)

/** `DNS:a, IP Address:1.2.3.4`; Node quotes a value that could be taken for several. */
function alternativeNames(text: string | undefined): string[] {
  const entries = (text ?? '').matchAll(/(?:DNS|IP Address|URI|email):("(?:[^"\\]|\\.)*"|[^,]*)/g)
  return [...entries].slice(0, mostNames).map(([, value]) => printable(value ?? '', 253))
}
