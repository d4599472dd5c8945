import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'

/** Why a request got no answer, or not all of one, by the code of Node, undici or MSAL. */
interface TransportFault {
  readonly code: string
  readonly cause: Cause
  readonly sentence: string
  /** `cut`: the peer or the way to it ended the connection, which may be tried again. `untrusted`: its certificate. */
  readonly kind: 'known' | 'cut' | 'tls' | 'untrusted'
}

type Row = Omit<TransportFault, 'code'>

const known = (cause: Cause, sentence: string): Row => ({ cause, sentence, kind: 'known' })
const cut: Row = { cause: 'unreachable', sentence: 'the connection was cut', kind: 'cut' }
const notConnected = known('timeout', 'the connection did not come about in time')

const rows: Readonly<Record<string, Row>> = {
  ECONNREFUSED: known('unreachable', 'the connection was refused'),
  ENOTFOUND: known('unreachable', 'the host name does not resolve'),
  EAI_AGAIN: known('unreachable', 'the host name could not be resolved for now'),
  EHOSTUNREACH: known('unreachable', 'there is no route to the host'),
  ENETUNREACH: known('unreachable', 'there is no route to the network'),
  ETIMEDOUT: notConnected,
  UND_ERR_CONNECT_TIMEOUT: notConnected,
  UND_ERR_HEADERS_TIMEOUT: known('timeout', 'no answer came in time'),
  UND_ERR_BODY_TIMEOUT: known('timeout', 'the answer stopped'),
  UND_ERR_ABORTED: known('unreachable', 'the proxy opened no tunnel'),
  UND_ERR_HEADERS_OVERFLOW: known('malformed', 'the answer’s headers are too large'),
  UND_ERR_RES_EXCEEDED_MAX_SIZE: known('too-large', 'the answer is larger than an answer may be'),
  ECONNRESET: cut,
  EPIPE: cut,
  UND_ERR_SOCKET: cut,
  UND_ERR_INFO: cut,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: cut,
  ERR_HTTP2_STREAM_ERROR: cut,
  ERR_HTTP2_SESSION_ERROR: cut,
}

const tls = (sentence: string): Row => ({ cause: 'unreachable', sentence, kind: 'tls' })
const untrusted = (sentence: string): Row => ({ cause: 'unreachable', sentence, kind: 'untrusted' })
const otherAuthority = untrusted('the certificate is not signed by the certificate authority that is trusted here')
const noHandshake = tls('the TLS handshake failed: check that the URL is the server’s and that nothing intercepts it')

/** Codes of OpenSSL and Node, by their beginnings; the first that fits. */
const tlsRows: readonly (readonly [prefix: string, row: Row])[] = [
  ['ERR_TLS_CERT_ALTNAME_INVALID', tls('the certificate is for another name: check the server’s URL and name')],
  ['CERT_HAS_EXPIRED', tls('the server’s certificate has expired: renew it')],
  ['CERT_NOT_YET_VALID', tls('the server’s certificate is not valid yet: check the clocks')],
  ['UNABLE_TO_', otherAuthority],
  ['SELF_SIGNED_', otherAuthority],
  ['DEPTH_ZERO_', otherAuthority],
  ['CERT_', untrusted('the certificate does not verify')],
  ['ERR_SSL_', noHandshake],
  ['ERR_TLS_', noHandshake],
  ['EPROTO', noHandshake],
]

/**
 * By the deepest code among an error's causes that is known here: an SDK wraps undici's error, undici the socket's,
 * and happy eyeballs one error per address.
 */
export function transportFault(error: unknown): TransportFault | undefined {
  for (const code of codesOf(error)) {
    const row = ownEntry(rows, code) ?? tlsRows.find(([prefix]) => code.startsWith(prefix))?.[1]
    if (row) return { code, ...row }
  }
  return undefined
}

/** Codes along the chain of causes, deepest first. */
export function codesOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 8) return []
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...codesOf(inner, depth + 1), ...own]
}

/** The signal ended what was under way: Ctrl-C comes as AuditorError `cancelled`, every other reason is a deadline. */
export const endedBy = (signal: AbortSignal, what: string): Failed =>
  signal.reason instanceof AuditorError && signal.reason.code === 'cancelled'
    ? failed('cancelled', `${what}: cancelled`)
    : failed('timeout', `${what}: its time ran out`)
