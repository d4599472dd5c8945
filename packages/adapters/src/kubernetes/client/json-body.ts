import { jsonShape, type JsonExcess } from '../../wire/json-shape.ts'

/**
 * The deepest object that is read (a Pod) has about 12 levels, a page of 500 Pods 150,000 values. Parsed at once as many
 * as these hold the process up for 0.2 s at most.
 */
const most = { depth: 64, values: 250_000 } as const

type ParsedBody =
  | { readonly value: unknown; readonly refused?: never }
  | { readonly value?: never; readonly refused: 'no-json' | JsonExcess }

/**
 * Parses a body whose parsed form is bounded. `JSON.parse` itself is not: it makes 28 bytes of every `[`. So the bytes
 * are counted first, in one pass.
 */
export function parseBody(body: Buffer): ParsedBody {
  const refused = jsonShape(most)(body)
  if (refused) return { refused }
  try {
    return { value: JSON.parse(body.toString()) as unknown } // `any` by its declaration
  } catch {
    return { refused: 'no-json' } // the text itself may hold secrets; who called quotes it
  }
}
