import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { printable } from '../kubernetes/client/answer-text.ts'

/** Codes of Node, undici and MSAL by what they mean for a cloud's endpoint. */
const causes: Readonly<Record<string, readonly [cause: Cause, sentence: string]>> = {
  ECONNREFUSED: ['unreachable', 'the connection was refused'],
  ENOTFOUND: ['unreachable', 'the host name does not resolve'],
  EAI_AGAIN: ['unreachable', 'the host name could not be resolved for now'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the host'],
  ENETUNREACH: ['unreachable', 'there is no route to the network'],
  ECONNRESET: ['unreachable', 'the connection was cut'],
  EPIPE: ['unreachable', 'the connection was cut'],
  UND_ERR_SOCKET: ['unreachable', 'the connection was cut'],
  ETIMEDOUT: ['timeout', 'the connection did not come about in time'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'the connection did not come about in time'],
  UND_ERR_RES_EXCEEDED_MAX_SIZE: ['too-large', 'the answer is larger than an answer may be'],
}

const tlsCode = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO)/

/** The run was ended: by a person, or by the time it may take. */
export const endedBy = (signal: AbortSignal, what: string): Failed =>
  signal.reason instanceof AuditorError && signal.reason.code === 'cancelled'
    ? failed('cancelled', `${what}: cancelled`)
    : failed('timeout', `${what}: no end within the time it may take`)

/** A named error of ours that already knows its cause. */
export function reasonFailure(error: unknown, what: string): Failed | undefined {
  if (!(error instanceof AuditorError) || error.details.reason === undefined) return undefined
  return failed(error.details.reason, `${what}: ${error.message}`, error.details.grant)
}

/** A broken connection, by the deepest code among the causes of an SDK's error; `undefined` when none is known. */
export function transportFailure(error: unknown, what: string): Failed | undefined {
  for (const code of codesOf(error)) {
    const known = causes[code]
    if (known) return failed(known[0], `${what}: ${known[1]} (${code})`)
    if (tlsCode.test(code))
      return failed('unreachable', `${what}: TLS ${code}: name its authority as ca under endpoints`)
  }
  return undefined
}

/** What an answer's HTTP status means; `words` is the cloud's own message, `grant` what a 403 lacks. */
export function statusFailure(status: number, what: string, words: string, grant?: Grant): Failed {
  const detail = `${what}: answered ${status}${words ? `: ${printable(words, 240)}` : ''}`
  if (status === 403) return failed('forbidden', detail, grant)
  if (status === 401) return failed('unauthenticated', detail)
  if (status === 429) return failed('throttled', detail)
  if (status === 408 || status === 504) return failed('timeout', detail)
  return failed(status >= 500 ? 'unreachable' : 'malformed', detail)
}

/** Codes along the chain of causes, deepest first; happy eyeballs wraps one error per address. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 8) return []
  const wrapped: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...codesOf(wrapped, depth + 1), ...own]
}
