import { within, withinTime } from '../wire/within.ts'

export interface TimedToken {
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** A token is asked for anew when it has less left than this. */
const spareMs = 5 * 60_000

/** Keeps a token until it is due, and asks once for all who wait; a failure is not kept. */
export function cachedToken(
  ask: (signal: AbortSignal) => Promise<TimedToken>,
  { now, limitMs }: { readonly now: () => string; readonly limitMs: number },
): (signal: AbortSignal) => Promise<string> {
  let kept: TimedToken | undefined
  let asking: Promise<TimedToken> | undefined
  const renewed = (): Promise<TimedToken> => {
    // Nobody's own signal: what one caller gives up, another may wait for.
    asking ??= withinTime(new AbortController().signal, limitMs, ask)
      .then((token) => (kept = token))
      .finally(() => (asking = undefined))
    return asking
  }
  return async (signal) => {
    if (kept && kept.expiresAt - Date.parse(now()) > spareMs) return kept.token
    return (await within(signal, renewed())).token
  }
}
