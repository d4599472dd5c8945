import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { transportFault } from '../wire/transport-fault.ts'

/** A named error of ours that already knows its cause. */
export function reasonFailure(error: unknown, what: string): Failed | undefined {
  if (!(error instanceof AuditorError) || error.details.reason === undefined) return undefined
  return failed(error.details.reason, `${what}: ${error.message}`, error.details.grant)
}

/** A broken connection, by the codes among the causes of an SDK's error; `undefined` when none is known. */
export function transportFailure(error: unknown, what: string): Failed | undefined {
  const fault = transportFault(error)
  if (!fault) return undefined
  const { code, cause, sentence, kind } = fault
  if (kind === 'untrusted') {
    return failed(cause, `${what}: TLS ${code}: ${sentence}: name its authority as ca under endpoints`)
  }
  return failed(cause, kind === 'tls' ? `${what}: TLS ${code}: ${sentence}` : `${what}: ${sentence} (${code})`)
}

/** What an answer's HTTP status means; `words` is the cloud's own message, `grant` what a 403 lacks. */
export function statusFailure(status: number, what: string, words: string, grant?: Grant): Failed {
  const detail = `${what}: answered ${status}${words ? `: ${quotedText(words, { limit: 240 })}` : ''}`
  if (status === 403) return failed('forbidden', detail, grant)
  if (status === 401) return failed('unauthenticated', detail)
  if (status === 429) return failed('throttled', detail)
  if (status === 408 || status === 504) return failed('timeout', detail)
  return failed(status >= 500 ? 'unreachable' : 'malformed', detail)
}

/** `cloud` gave no token for the role of the function: `sentence` is what to look at. */
export function noTokenFrom(cloud: 'Entra' | 'Google', cause: unknown, sentence: string): AuditorError {
  const words = cause instanceof Error ? cause.message : 'no answer'
  return new AuditorError('discover', `no ${cloud} token for the AWS identity: ${quotedText(words, { limit: 240 })}`, {
    reason: 'unauthenticated',
    remedy: sentence,
    grant: { kind: 'action', sentence },
    cause,
  })
}

/** The caller gave a lister another cloud's source, which is a fault of the auditor's own. */
export const unsupportedSource = (own: CloudWorker, { worker }: WideSource): Failed =>
  failed('tool-error', `a source of ${worker} was given to the lister of ${own}`)

export const privateEndpoint = (host: string, words: string): Failed =>
  failed('private-endpoint', words, {
    kind: 'action',
    sentence: `give the vantage a way to ${host}:443 (resolve or connectTo in the fleet file), or audit from inside the network`,
  })

/** Characters of an error's message: the caller, which knows the rest of the message, cuts it shorter. */
const limit = 2000

/**
 * The same error, whose message may be quoted: an SDK puts the answer into it, and what answers for the cloud (a proxy, a
 * gateway) may repeat the credentials it was shown.
 */
export function withoutCredentials(error: unknown, credentials: readonly (string | undefined)[]): unknown {
  if (!(error instanceof Error)) return error
  const message = quotedText(error.message, { credentials, limit })
  // Not by assignment: the message of a DOMException has no setter.
  if (message !== error.message) Object.defineProperty(error, 'message', { value: message, configurable: true })
  return error
}
