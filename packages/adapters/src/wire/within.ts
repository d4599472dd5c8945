/**
 * Ends a wait when the signal ends, for work that takes no signal or ignores it (`@azure/identity`, ADC, plugins).
 * The abandoned work's own end, good or bad, is handled: it never becomes an unhandled rejection.
 */
export function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const onAbort = (): void => reject(reasonOf(signal))
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  return promise
}

/** The same with a limit of its own in milliseconds, which rejects with a `TimeoutError`. */
export function withinTime<T>(outer: AbortSignal, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(ms)])
  return within(signal, work(signal))
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError')
