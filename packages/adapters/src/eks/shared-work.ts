import { within } from '../wire/within.ts'

interface Begun<T> {
  readonly work: Promise<T>
  readonly abort: AbortController
  waiting: number
  done: boolean
}

/**
 * One piece of work for all who wait for it: remembered once it succeeded, begun again after a failure, and aborted
 * when none waits any longer (one cluster's deadline must not fail its neighbours).
 */
export function sharedWork<T>(start: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let current: Begun<T> | undefined
  const forget = (begun: Begun<T>): void => {
    if (current === begun) current = undefined
  }
  const begin = (): Begun<T> => {
    const abort = new AbortController()
    const begun = { work: start(abort.signal), abort, waiting: 0, done: false }
    begun.work.then(
      () => (begun.done = true),
      () => forget(begun),
    )
    return begun
  }
  return async (signal) => {
    const joined = (current ??= begin())
    joined.waiting += 1
    try {
      return await within(signal, joined.work)
    } finally {
      joined.waiting -= 1
      if (joined.waiting === 0 && !joined.done && signal.aborted) {
        forget(joined)
        joined.abort.abort(signal.reason)
      }
    }
  }
}
