import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/**
 * An error as it may leave a function. Lambda's runtime logs what a handler throws with every field of it and of the
 * errors in those, and a foreign error may carry a request with its headers: of a named failure code, place and remedy
 * stay, of any other its name and message.
 */
export function bareError(error: unknown): Error {
  if (error instanceof AuditorError) return bareAuditorError(error)
  const bare = new Error(error instanceof Error ? error.message : String(error))
  // The state machine retries and records by this name.
  if (error instanceof Error) bare.name = error.name
  return withStackOf(error, bare)
}

function bareAuditorError(error: AuditorError): AuditorError {
  const { place, remedy } = error.details
  const details = { place, remedy }
  return withStackOf(error, new AuditorError(error.code, error.message, details))
}

function withStackOf<T extends Error>(error: unknown, bare: T): T {
  if (error instanceof Error && error.stack !== undefined) bare.stack = error.stack
  return bare
}
