import { z } from 'zod'

/** A list that Go may leave out or write as `null`. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? [])

/** A map of strings that may be left out or `null`. */
export const stringMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map) => map ?? {})

export const optionalText = z.string().nullish()

export const metadata = z.object({
  name: z.string(),
  namespace: z.string().default(''),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: optionalText,
  generation: z.number().nullish(),
  labels: stringMap,
  annotations: stringMap,
})

export const intOrText = z.union([z.number(), z.string()])

/** Another object in a list's place (a proxy's, a Status) has no items either, and is no empty list. */
const Items = z.object({ kind: z.string().endsWith('List'), items: listOf(z.unknown()) })

/** The objects of a list answer, each parsed by `project`. */
export const itemsOf =
  <T>(project: (item: unknown, at: string) => T) =>
  (page: unknown, at: string): readonly T[] =>
    Items.parse(page).items.map((item) => project(item, at))

type Empty = null | undefined
type Given<T> = { [K in keyof T as Extract<T[K], Empty> extends never ? never : K]?: NonNullable<T[K]> } & {
  [K in keyof T as Extract<T[K], Empty> extends never ? K : never]: T[K]
}

/** The object without fields that are absent or `null`, as the model's optional fields want it. */
export function given<T extends object>(object: T): Given<T> {
  const given: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) if (value !== undefined && value !== null) given[key] = value
  return given as Given<T> // the entries are the object's own, less the empty ones
}

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
