import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/**
 * An error as it may leave a function. Lambda's runtime logs what a handler throws with every field of it and of the
 * errors in those, and a foreign error may carry a request with its headers: of a named failure code, place and remedy
 * stay, of any other its name and message.
 */
export function redactError(error: unknown): Error {
  if (error instanceof AuditorError) return redactAuditorError(error)
  const redacted = new Error(error instanceof Error ? error.message : String(error))
  // The state machine retries and records by this name.
  if (error instanceof Error) redacted.name = error.name
  return withStackOf(error, redacted)
}

/** The fields of a failure in the log. */
export function failureFields(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof AuditorError)) return { code: 'internal', message }
  const { place, remedy } = error.details
  return { code: error.code, message, place, remedy }
}

function redactAuditorError(error: AuditorError): AuditorError {
  const { place, remedy } = error.details
  return withStackOf(error, new AuditorError(error.code, error.message, { place, remedy }))
}

function withStackOf<T extends Error>(error: unknown, redacted: T): T {
  if (error instanceof Error && error.stack !== undefined) redacted.stack = error.stack
  return redacted
}
