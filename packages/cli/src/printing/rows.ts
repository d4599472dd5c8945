import { jsonText } from '@fleet-auditor/report/json-text.ts'
import type { Io } from '../wiring/environment.ts'

export const formats = ['table', 'json', 'ndjson'] as const
export type Format = (typeof formats)[number]

/** Of an audit also what other tools read. */
export const reportFormats = [...formats, 'yaml', 'sarif', 'ocsf', 'junit', 'csv', 'markdown'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** Prints rows in the format asked for: a table for people, one document, or a line each. */
export function printRows<T>(
  { out }: Io,
  format: Format,
  rows: readonly T[],
  table: (rows: readonly T[]) => readonly string[],
): void {
  if (format === 'json') out(`${jsonText(rows, 2)}\n`)
  else if (format === 'ndjson') for (const row of rows) out(`${jsonText(row)}\n`)
  else out(`${table(rows).join('\n')}\n`)
}
