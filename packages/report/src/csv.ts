import { safeText } from './safe-text.ts'

/** What a spreadsheet would run as a formula: an apostrophe in front makes it text. */
const formula = /^[=+\-@\t\r]/

/** One row of CSV (RFC 4180). Text from outside is shown as it is, never run. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: string): string {
  const text = safeText(formula.test(cell) ? `'${cell}` : cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
