import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** Runs a task under the outer signal and its own deadline, and leaves no timer behind. */
export async function withDeadline<T>(
  outer: AbortSignal,
  ms: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  const timer = setTimeout(() => own.abort(new DOMException(`no end after ${ms} ms`, 'TimeoutError')), ms)
  try {
    return await task(AbortSignal.any([outer, own.signal]))
  } finally {
    clearTimeout(timer)
  }
}

/** What a person's Ctrl-C aborts with: no timeout has it. */
export const cancellation = (): AuditorError => new AuditorError('cancelled', 'cancelled')
