import process from 'node:process'
import { sameWishes } from './same-wish.ts'

/** The first SIGTERM or SIGINT asks for an end; a second one ends the process at once. */
export function untilStopped(): { readonly asked: Promise<void>; dispose(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let stopping = false
  const isSame = sameWishes(() => performance.now())
  const stop = (signal: NodeJS.Signals): void => {
    const same = isSame(signal)
    if (stopping && same) return
    if (stopping) process.exit(130)
    stopping = true
    resolve()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    asked: promise,
    dispose() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
