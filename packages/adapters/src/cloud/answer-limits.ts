/** Largest answer of a cloud's API that is read, in bytes: a subscription of 5,000 clusters is about 40 MB. */
export const answerLimitBytes = 64 * 2 ** 20

/** Pages of one listing: of an organization 20,000 accounts, of a region 100,000 clusters. */
export const mostPages = 1000

/** A `Retry-After` of so many seconds or more ends the read as throttled. */
export const longestRetryAfterSeconds = 10

/** A listing of 5,000 AKS clusters is 12 levels deep and holds about a million objects and lists. */
const most = { depth: 100, containers: 2_000_000 } as const

const quote = 0x22
const backslash = 0x5c
/** `[` and `{`, `]` and `}`: each pair differs in one bit. */
const opening = 0x5b
const closing = 0x5d
const oneBit = 0xdf

/**
 * Watches JSON as it comes in, for a parser makes up to 28 bytes of one: true while it is nested no deeper, and holds no
 * more objects and lists, than an answer of a cloud may.
 */
export function jsonShape(): (chunk: Uint8Array) => boolean {
  let depth = 0
  let containers = 0
  let inText = false
  let escaped = false
  return (chunk) => {
    for (const byte of chunk) {
      if (inText) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) inText = false
      } else if (byte === quote) inText = true
      else if ((byte & oneBit) === opening) {
        depth += 1
        containers += 1
        if (depth > most.depth || containers > most.containers) return false
      } else if ((byte & oneBit) === closing) depth -= 1
    }
    return true
  }
}
