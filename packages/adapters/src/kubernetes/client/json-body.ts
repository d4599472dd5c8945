import { jsonShape, type JsonExcess } from '../../wire/json-shape.ts'

/**
 * The deepest object that is read (a Pod) has about 12 levels, a page of 500 Pods 150,000 values. Parsed at once as many
 * as these hold the process up for 0.2 s at most.
 */
const most = { depth: 64, values: 250_000 } as const

type ParsedBody<R> =
  | { readonly value: unknown; readonly refused?: never }
  | { readonly value?: never; readonly refused: R }

/**
 * Watches one body as it comes. What is parsed must have passed it, for `JSON.parse` itself has no bounds: it makes 28
 * bytes of every `[`.
 */
export const watchBody = (): ((chunk: Uint8Array) => JsonExcess | undefined) => jsonShape(most)

/** Parses a body of any status. */
export function parseBody(body: Buffer): ParsedBody<'no-json' | JsonExcess> {
  const refused = watchBody()(body)
  return refused ? { refused } : parseWatched(body)
}

/** Parses a body that was watched as it came. */
export function parseWatched(body: Buffer): ParsedBody<'no-json'> {
  try {
    return { value: JSON.parse(body.toString()) as unknown } // `any` by its declaration
  } catch {
    return { refused: 'no-json' } // the text itself may hold secrets; who called quotes it
  }
}
