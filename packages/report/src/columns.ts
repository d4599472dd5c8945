/** Left-aligned columns, two spaces apart; the last one is not padded. Widths are counted in characters, colours apart. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, width(cell))
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd(),
  )
}

// oxlint-disable-next-line no-control-regex
const width = (cell: string): number => Array.from(cell.replaceAll(/\u001b\[\d+m/g, '')).length
