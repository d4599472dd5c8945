import process from 'node:process'
import { cancellation } from '@fleet-auditor/audit/deadline.ts'
import { sameWishes } from './same-wish.ts'

/**
 * The first Ctrl-C cancels what runs, which then stores what it has, and tells so by `onCancel`; a second one ends the
 * process at once.
 */
export function cancelOnSignal(onCancel: () => void = () => {}): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController()
  const isSame = sameWishes(() => performance.now())
  const stop = (signal: NodeJS.Signals): void => {
    const same = isSame(signal)
    if (controller.signal.aborted && same) return
    if (controller.signal.aborted) process.exit(130)
    onCancel()
    controller.abort(cancellation())
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
