import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'

/** Characters of an error's message, and of its stack, that a log line holds. */
const limits = { message: 1000, stack: 4000 } as const

/**
 * An error as it may leave a function. Lambda's runtime logs what a handler throws with every field of it and of the
 * errors in those, and a foreign error may carry a request with its headers: of a named failure code, place and remedy
 * stay, of any other its name and message. Whatever looks like a credential is cut out of the text.
 */
export function redactError(error: unknown): Error {
  if (error instanceof AuditorError) return redactAuditorError(error)
  const redacted = new Error(messageOf(error))
  // The state machine retries and records by this name.
  if (error instanceof Error) redacted.name = error.name
  return withStackOf(error, redacted)
}

/** The fields of a failure in the log. */
export function failureFields(error: unknown): object {
  const message = messageOf(error)
  if (!(error instanceof AuditorError)) return { code: 'internal', message }
  const { place, remedy } = error.details
  return { code: error.code, message, place, remedy }
}

function redactAuditorError(error: AuditorError): AuditorError {
  const { place, remedy } = error.details
  return withStackOf(error, new AuditorError(error.code, messageOf(error), { place, remedy }))
}

const messageOf = (error: unknown): string =>
  quotedText(error instanceof Error ? error.message : String(error), { limit: limits.message })

/** The place of the error: its stack begins with the message as it was thrown, which is left out. */
function withStackOf<T extends Error>(error: unknown, redacted: T): T {
  if (!(error instanceof Error) || error.stack === undefined) return redacted
  const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line))
  redacted.stack = [`${redacted.name}: ${redacted.message}`, ...frames].join('\n').slice(0, limits.stack)
  return redacted
}
