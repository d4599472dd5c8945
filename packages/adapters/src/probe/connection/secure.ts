import { X509Certificate } from 'node:crypto'
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
  /** The authority given cannot be used: nothing is verified, and that is not the server's fault. */
  readonly invalidAuthority: boolean
}

/** `authority`: PEM; absent, the authorities Node was built with. One context serves every connection of a target. */
export function authentication(
  host: string,
  authority: string | undefined,
  protocols: readonly string[] = [],
): Authentication {
  const context = authority === undefined ? createSecureContext() : trusting(authority)
  const usable = context ?? createSecureContext({ ca: [] })
  return { host: plainHost(host), context: usable, protocols, invalidAuthority: context === undefined }
}

/** Undefined for what is no certificate: OpenSSL itself would trust nothing and not say so. */
function trusting(authority: string): SecureContext | undefined {
  try {
    void new X509Certificate(authority)
    return createSecureContext({ ca: authority })
  } catch {
    return undefined // what a caller makes of it is in the facts: INVALID_AUTHORITY
  }
}

/**
 * Goes over to TLS. A certificate that does not verify is measured and recorded all the same: nothing secret is ever
 * sent, and `verified` records it.
 */
export async function secure(connection: Connection, who: Authentication): Promise<TlsFacts> {
  const { host, context, protocols, invalidAuthority } = who
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
  const facts = tlsFacts(secured)
  return invalidAuthority ? { ...facts, error: 'INVALID_AUTHORITY' } : facts
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
