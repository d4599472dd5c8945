import process from 'node:process'
import type { Format } from './audit-flags.ts'

/** Prints rows in the format asked for: a table for people, one document, or a line each. */
export function print<T>(format: Format, rows: readonly T[], table: (rows: readonly T[]) => readonly string[]): void {
  if (format === 'json') process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
  else if (format === 'ndjson') for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`)
  else process.stdout.write(`${table(rows).join('\n')}\n`)
}
