import { setImmediate as nextTurn } from 'node:timers/promises'

/** What rejected without anybody minding it while `work` ran and shortly after. */
export async function unhandledRejections(work: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = []
  const note = (reason: unknown): void => void seen.push(reason)
  process.on('unhandledRejection', note)
  try {
    await work()
    for (let turn = 0; turn < 5; turn += 1) await nextTurn()
  } finally {
    process.off('unhandledRejection', note)
  }
  return seen
}
