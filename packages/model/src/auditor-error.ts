import type { Cause } from './cause.ts'
import type { Grant } from './section.ts'

/**
 * What went wrong, for programs: it decides the exit code, the HTTP status and the cause of a failed work item.
 * `throttled`: the store has no room now.
 */
export type ErrorCode = 'usage' | 'config' | 'store' | 'throttled' | 'collect' | 'discover' | 'cancelled' | 'internal'

/** The name of an error of this code: all that Lambda and Step Functions pass on of what a function throws, as `Error`. */
export const errorNameOf = (code: ErrorCode): string => `FleetAuditor.${code.slice(0, 1).toUpperCase()}${code.slice(1)}`

interface ErrorDetails {
  readonly place?: string
  readonly remedy?: string
  /** Why an outside thing could not be read; given by `collect` and `discover` errors. */
  readonly reason?: Cause
  readonly grant?: Grant
  /** In how many seconds the same may be asked again, where that is known. */
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

/** The one error of the auditor. `place` names where (file, flag, host, section), `remedy` what to do. */
export class AuditorError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = errorNameOf(code)
    this.code = code
    this.details = details
  }
}
