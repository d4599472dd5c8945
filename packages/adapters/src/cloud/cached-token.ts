import { within, withinTime } from '../wire/within.ts'

export interface TimedToken {
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** A token that expires sooner than this is requested again. */
const spareMs = 5 * 60_000

/** Caches a token until it is due, and asks once for all who wait; a failure is not cached. */
export function cachedToken(
  ask: (signal: AbortSignal) => Promise<TimedToken>,
  { now, limitMs }: { readonly now: () => string; readonly limitMs: number },
): (signal: AbortSignal) => Promise<TimedToken> {
  let cached: TimedToken | undefined
  let asking: Promise<TimedToken> | undefined
  const renewed = (): Promise<TimedToken> => {
    // No caller's own signal: what one gives up, another may wait for.
    asking ??= withinTime(new AbortController().signal, limitMs, ask)
      .then((token) => (cached = token))
      .finally(() => (asking = undefined))
    return asking
  }
  return async (signal) => {
    if (cached && cached.expiresAt - Date.parse(now()) > spareMs) return cached
    return within(signal, renewed())
  }
}
