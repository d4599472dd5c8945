/** Of Lambda's context, what is used. */
export interface Invocation {
  readonly awsRequestId?: string
  getRemainingTimeInMillis(): number
}

/** Milliseconds that a function reserves for writing down its end: its work ends this long before the function does. */
const reserveMs = 15_000

/** Whole milliseconds that the work may still take, at most `capMs`. */
export const timeLeft = (invocation: Invocation, capMs = Number.MAX_SAFE_INTEGER): number =>
  Math.floor(Math.max(0, Math.min(capMs, invocation.getRemainingTimeInMillis() - reserveMs)))
