import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'

const limit = 300

/** What an error says, for a ledger row: a bounded line, whatever an outside thing put into its message. */
export const errorText = (error: unknown): string =>
  shortened(safeText(error instanceof Error ? error.message : String(error)), limit)
