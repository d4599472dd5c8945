import type { Line } from './line.ts'

const words = (line: Line): readonly string[] => [
  line.what,
  line.measured,
  line.target ?? '',
  line.met === undefined ? '' : line.met ? 'met' : 'missed',
]

/** The lines as columns of even width, under a heading. */
export function table(lines: readonly Line[]): string {
  const rows = [['measured in this run', 'value', 'target', ''], ...lines.map(words)]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const written = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const [heading = '', ...rest] = written
  return [heading, '-'.repeat(heading.length), ...rest].join('\n')
}
