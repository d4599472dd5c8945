/** How often one request may be sent again, to a cluster as to a cloud. */
export const retriesAllowed = 2

/** Answers that a later moment may not give again. */
export const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504])

const firstDelayMs = 200

/**
 * Milliseconds to wait before sending a request again; `undefined` when that would not leave time before its deadline.
 * `retryAfter` is the header: seconds or an HTTP date (RFC 9110 §10.2.3). `attempt`: 0 after the first failure.
 */
export function retryDelay(
  retryAfter: string | null | undefined,
  attempt: number,
  nowMs: number,
  remainingMs: number,
): number | undefined {
  if (attempt >= retriesAllowed) return undefined
  const asked = retryAfter ? askedDelay(retryAfter, nowMs) : undefined
  const delay = asked ?? firstDelayMs * 2 ** attempt
  return delay < remainingMs ? delay : undefined
}

function askedDelay(retryAfter: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}
