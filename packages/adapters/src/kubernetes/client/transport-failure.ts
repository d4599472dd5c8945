import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { printable } from './answer-text.ts'
import type { Breakdown } from './http-exchange.ts'

/** Codes of Node and undici. */
const causes: Readonly<Record<string, readonly [cause: Cause, sentence: string]>> = {
  ECONNREFUSED: ['unreachable', 'the connection was refused'],
  ENOTFOUND: ['unreachable', 'the host name does not resolve'],
  EAI_AGAIN: ['unreachable', 'the host name could not be resolved for now'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the host'],
  ENETUNREACH: ['unreachable', 'there is no route to the network'],
  ETIMEDOUT: ['timeout', 'the connection did not come about in time'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'the connection did not come about in time'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'no answer came in time'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the answer stopped'],
  UND_ERR_ABORTED: ['unreachable', 'the proxy opened no tunnel'],
  UND_ERR_HEADERS_OVERFLOW: ['malformed', 'the answer’s headers are too large'],
}

/** Codes that say the peer or the way to it cut the connection: worth another try. */
const resets = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_INFO',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_SESSION_ERROR',
])

const tlsRemedies: readonly (readonly [prefix: string, remedy: string])[] = [
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another name: check the server URL and tls-server-name'],
  ['CERT_HAS_EXPIRED', 'the server’s certificate has expired: renew it'],
  ['CERT_NOT_YET_VALID', 'the server’s certificate is not valid yet: check the clocks'],
  ['UNABLE_TO_', 'the certificate is not signed by the cluster’s certificate authority: fetch the CA data again'],
  ['SELF_SIGNED_', 'the certificate is not signed by the cluster’s certificate authority: fetch the CA data again'],
  ['DEPTH_ZERO_', 'the certificate is not signed by the cluster’s certificate authority: fetch the CA data again'],
  ['CERT_', 'the certificate does not verify: fetch the CA data again'],
  ['ERR_SSL_', 'the TLS handshake failed: check that the URL is an API server’s and that nothing intercepts it'],
  ['ERR_TLS_', 'the TLS handshake failed: check that the URL is an API server’s and that nothing intercepts it'],
  ['EPROTO', 'the TLS handshake failed: check that the URL is an API server’s and that nothing intercepts it'],
]

const remedyOf = (code: string): string | undefined => tlsRemedies.find(([prefix]) => code.startsWith(prefix))?.[1]

export interface TransportFailure {
  readonly outcome: Failed
  /** Whether the same request may be sent again. */
  readonly again: boolean
}

/** `place`: host and path. `signal` tells who aborted: Ctrl-C or a deadline. */
export function transportFailure(breakdown: Breakdown, place: string, signal: AbortSignal): TransportFailure {
  const end = (cause: Cause, sentence: string, again = false) => ({
    outcome: failed(cause, `${place}: ${sentence}`),
    again,
  })
  if (breakdown.why === 'timeout')
    return end('timeout', breakdown.begun ? 'the answer did not end in time' : 'no answer came in time')
  if (breakdown.why === 'too-large') return end('too-large', 'the answer is larger than an answer may be')
  if (breakdown.why === 'aborted') return { outcome: abortFailure(signal, place), again: false }
  const code = errorCode(breakdown.why)
  const known = causes[code]
  if (known) return end(known[0], `${known[1]} (${code})`)
  const remedy = remedyOf(code)
  if (remedy) return end('unreachable', `TLS ${code}: ${remedy}`)
  if (resets.has(code)) {
    const words = `the connection was cut ${breakdown.begun ? 'before the answer ended' : 'before an answer came'} (${code})`
    return end(breakdown.begun ? 'terminated-early' : 'unreachable', words, true)
  }
  return end('malformed', `the answer is no HTTP this auditor reads (${code}: ${printable(breakdown.why.message)})`)
}

/** Ctrl-C comes as AuditorError `cancelled`; every other reason is a deadline. */
export const abortFailure = (signal: AbortSignal, place: string): Failed =>
  signal.reason instanceof AuditorError && signal.reason.code === 'cancelled'
    ? failed('cancelled', `${place}: cancelled`)
    : failed('timeout', `${place}: the cluster’s time was over`)

/** The deepest code that says something: happy eyeballs wraps one error per address, undici wraps the socket's. */
function errorCode(error: Error): string {
  const codes = codesOf(error)
  return (
    codes.findLast((code) => code in causes || resets.has(code) || remedyOf(code) !== undefined) ??
    codes[0] ??
    'no code'
  )
}

function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return [...('code' in error ? [String(error.code)] : []), ...codesOf(inner)]
}
