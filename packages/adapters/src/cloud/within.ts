/**
 * Ends a wait when the signal ends, for work that takes no signal or does not heed it (`@azure/identity`, ADC).
 * The abandoned work's own end, good or bad, is taken care of: it never becomes an unhandled rejection.
 */
export function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const onAbort = (): void => reject(reasonOf(signal))
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  return promise
}

/** The same with a limit of its own in milliseconds, whose end throws `TimeoutError`. */
export async function withinTime<T>(
  outer: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  const timer = setTimeout(() => own.abort(new DOMException(`no end after ${ms} ms`, 'TimeoutError')), ms)
  const signal = AbortSignal.any([outer, own.signal])
  try {
    return await within(signal, work(signal))
  } finally {
    clearTimeout(timer)
  }
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError')
