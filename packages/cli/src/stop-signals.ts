import process from 'node:process'
import { cancellation } from '@fleet-auditor/audit/deadline.ts'

/** A SIGTERM may arrive twice within this time: sent to the process itself, and passed on by its launcher. */
const sameSignalMs = 1000

/** Whether a signal is the first one again, by another route: only SIGTERM is, people press Ctrl-C twice. */
export function duplicateSignals(now: () => number): (signal: NodeJS.Signals) => boolean {
  let first: number | undefined
  return (signal) => {
    first ??= now()
    return signal === 'SIGTERM' && now() - first < sameSignalMs
  }
}

/** SIGHUP: the terminal was closed. Node would end without its `exit` event, and exec plugins would stay behind. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls `stop` at the first of these signals; a second one ends the process at once. */
function onStop(stop: () => void): Disposable {
  const isDuplicate = duplicateSignals(() => performance.now())
  let stopping = false
  const listener = (signal: NodeJS.Signals): void => {
    const duplicate = isDuplicate(signal)
    if (stopping && duplicate) return
    if (stopping) process.exit(130)
    stopping = true
    stop()
  }
  for (const signal of stopSignals) process.on(signal, listener)
  return {
    [Symbol.dispose]() {
      for (const signal of stopSignals) process.off(signal, listener)
    },
  }
}

/** A signal that the first Ctrl-C aborts: what has finished is then stored. */
export function cancelOnSignal(onCancel: () => void = () => {}): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  const listening = onStop(() => {
    onCancel()
    controller.abort(cancellation())
  })
  return { signal: controller.signal, [Symbol.dispose]: () => listening[Symbol.dispose]() }
}

/** Resolves when the process is asked to end. */
export function stopRequest(): Disposable & { readonly requested: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const listening = onStop(resolve)
  return { requested: promise, [Symbol.dispose]: () => listening[Symbol.dispose]() }
}
