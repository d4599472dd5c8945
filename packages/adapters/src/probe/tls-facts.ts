import type { TLSSocket } from 'node:tls'
import type { TlsFacts } from '@fleet-auditor/model/observation.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'

/** A certificate of a shared edge can carry hundreds of names. */
const namesKept = 100

/** What the server showed of itself; strings made harmless. */
export function tlsFacts(socket: TLSSocket): TlsFacts {
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
  return [...entries].slice(0, namesKept).map(([, value]) => printable(value ?? '', 253))
}
