import type { Cause } from './cause.ts'
import type { Grant } from './section.ts'

/**
 * The one error of the auditor. `code` decides the exit code and the HTTP status at the doors;
 * `place` names where (file, flag, host, section), `remedy` what to do.
 */
export type ErrorCode = 'usage' | 'config' | 'store' | 'collect' | 'discover' | 'cancelled' | 'internal'

export interface ErrorDetails {
  readonly place?: string
  readonly remedy?: string
  /** Why an outside thing could not be read; given by `collect` and `discover` errors. */
  readonly reason?: Cause
  readonly grant?: Grant
  readonly cause?: unknown
}

export class AuditorError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AuditorError'
    this.code = code
    this.details = details
  }
}
