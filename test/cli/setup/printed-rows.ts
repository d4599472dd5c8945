import { z } from 'zod'

const Row = z.record(z.string(), z.unknown())
export type Row = z.infer<typeof Row>

/** What `--format json` printed: one list. */
export const rowsIn = (printed: string): Row[] => z.array(Row).parse(JSON.parse(printed))

/** What `--format ndjson` printed: an object a line. */
export const linesIn = (printed: string): Row[] =>
  printed
    .trimEnd()
    .split('\n')
    .map((line) => Row.parse(JSON.parse(line)))
