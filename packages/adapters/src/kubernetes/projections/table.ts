import { z } from 'zod'
import { listOf } from './kubernetes-shapes.ts'

const Table = z.object({
  kind: z.literal('Table'),
  columnDefinitions: listOf(z.object({ name: z.string() })),
  // Rows by the thousand: only the outer shape here, cells as they are read.
  rows: listOf(z.object({ cells: z.array(z.unknown()) })),
})

/** Reads one cell of a row by its column's name; `''` where the API has nothing. */
export type Row = (column: string) => string

/** The rows of a Table answer. Throws ZodError for another shape or a missing column of `columns`. */
export function rowsOf(page: unknown, columns: readonly string[]): readonly Row[] {
  const { columnDefinitions, rows } = Table.parse(page)
  const places = new Map(columnDefinitions.map(({ name }, place) => [name, place]))
  for (const column of columns) {
    if (rows.length > 0 && !places.has(column)) {
      throw new z.ZodError([
        { code: 'custom', path: ['columnDefinitions'], message: `column ${column} is missing`, input: undefined },
      ])
    }
  }
  return rows.map(({ cells }) => (column) => {
    const cell = cells[places.get(column) ?? -1]
    return typeof cell === 'string' && cell !== '<none>' ? cell : ''
  })
}
