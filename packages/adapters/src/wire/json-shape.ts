/** What a JSON text may be, before it is parsed. */
interface JsonLimits {
  /** Levels of nesting. */
  readonly depth: number
  /** Values, as far as commas and opening brackets show them. */
  readonly values: number
}

export type JsonExcess = 'too-deep' | 'too-many'

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
/** `[` and `{`, `]` and `}`: each pair differs in one bit. */
const [opening, closing, oneBit] = [0x5b, 0x5d, 0xdf]

/**
 * Watches JSON as it comes in, in chunks cut anywhere, for a parser makes up to 28 bytes of one: whether it is nested
 * deeper, or holds more values, than it may. It does not see whether the text is JSON at all.
 */
export function jsonShape(most: JsonLimits): (chunk: Uint8Array) => JsonExcess | undefined {
  let seen = { depth: 0, values: 1 }
  /** Inside of a text: how many bytes of the next chunk are escaped by the end of the last. */
  let escaped: number | undefined
  return (chunk) => {
    let { depth, values } = seen // locals, for they change with every byte
    let at = 0
    if (escaped !== undefined) {
      at = endOfText(chunk, escaped)
      escaped = at < chunk.length ? undefined : at - chunk.length
      at += 1
    }
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0
      if (byte === quote) {
        at = endOfText(chunk, at + 1)
        if (at >= chunk.length) escaped = at - chunk.length
      } else if (byte === comma) values += 1
      else if ((byte & oneBit) === opening) {
        depth += 1
        values += 1
        if (depth > most.depth) return 'too-deep'
      } else if ((byte & oneBit) === closing) depth -= 1
    }
    seen = { depth, values }
    return values > most.values ? 'too-many' : undefined
  }
}

/** Where the text closes that `from` lies in; the chunk's length or one more where it does not. */
function endOfText(chunk: Uint8Array, from: number): number {
  let at = from
  while (at < chunk.length && chunk[at] !== quote) at += chunk[at] === backslash ? 2 : 1
  return at
}
