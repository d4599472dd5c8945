import type { Database } from './database.ts'

interface Waiting {
  readonly work: () => void
  readonly settled: PromiseWithResolvers<void>
}

/** Writes of one turn of the event loop are one transaction: they wait for the disk once. */
interface GroupCommit {
  /** Resolves when the work is on disk; rejects with SQLite's or the file system's error, and nothing of it is stored. */
  readonly add: (work: () => void) => Promise<void>
  readonly flush: () => void
  /** What the last transaction that was tried died of. */
  readonly fault: () => unknown
}

/** After this long without a write the log is moved into the file, so that a copy of the file has everything. */
const idleMs = 500

export function groupCommit(database: Database): GroupCommit {
  let waiting: Waiting[] = []
  let fault: unknown
  let idle: NodeJS.Timeout | undefined
  const attempt = (work: () => void): void => {
    try {
      work()
      fault = undefined
    } catch (error) {
      fault = error
    }
  }
  const flush = (): void => {
    const batch = waiting
    waiting = []
    clearTimeout(idle)
    if (batch.length === 0) return
    attempt(() => database.transact(() => batch.forEach(({ work }) => work())))
    for (const { settled } of batch) {
      if (fault === undefined) settled.resolve()
      else settled.reject(fault)
    }
    idle = setTimeout(() => attempt(database.checkpoint), idleMs).unref()
  }
  return {
    add: (work) => {
      const settled = Promise.withResolvers<void>()
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ work, settled })
      return settled.promise
    },
    flush,
    fault: () => fault,
  }
}
