import { quotedText } from '@fleet-auditor/model/quoted-text.ts'

/** Characters of an error's message: what is shown of it is cut shorter, by who knows what else it says. */
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
