import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'

/** Why something failed: the error's own reason, a mistake of the caller, or our own code. */
export const errorCause = (error: unknown): Cause =>
  error instanceof AuditorError ? (error.details.reason ?? 'malformed') : 'tool-error'

const limit = 300

/** The text of an error, for a ledger row: a bounded line, whatever an outside thing put into its message. */
export const errorText = (error: unknown): string =>
  shortened(safeText(error instanceof Error ? error.message : String(error)), limit)
