import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'

const limit = 300

/** The text of an error, for a ledger row: a bounded line, whatever an outside thing put into its message. */
export const errorText = (error: unknown): string =>
  shortened(safeText(error instanceof Error ? error.message : String(error)), limit)
