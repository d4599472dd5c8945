/** Left-aligned columns, two spaces apart; the last one is not padded. Widths are counted in characters, colours apart. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, width(cell))
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd(),
  )
}

const escape = '\u001b['

/** Letters that are seen: a colour code runs from the escape to its `m`. */
function width(cell: string): number {
  const [first = '', ...coloured] = cell.split(escape)
  return Array.from([first, ...coloured.map((part) => part.slice(part.indexOf('m') + 1))].join('')).length
}
