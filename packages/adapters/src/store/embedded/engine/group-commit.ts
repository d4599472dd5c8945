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
}

/** After this long without a write the log is moved into the file, so that a copy of the file has everything. */
const idleMs = 500

export function groupCommit(database: Database): GroupCommit {
  let waiting: Waiting[] = []
  let idle: NodeJS.Timeout | undefined
  const flush = (): void => {
    const batch = waiting
    waiting = []
    clearTimeout(idle)
    if (batch.length === 0) return
    storeAll(database, batch)
    idle = setTimeout(() => checkpoint(database), idleMs).unref()
  }
  return {
    add: (work) => {
      const settled = Promise.withResolvers<void>()
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ work, settled })
      return settled.promise
    },
    flush,
  }
}

/** Together; where that fails each by itself, so that a write whose row is damaged fails no other. */
function storeAll(database: Database, batch: readonly Waiting[]): void {
  try {
    database.transact(() => batch.forEach(({ work }) => work()))
    for (const { settled } of batch) settled.resolve()
  } catch (error) {
    const [first, ...others] = batch
    if (others.length === 0) first?.settled.reject(error)
    else for (const one of batch) storeAll(database, [one])
  }
}

/** What stays in the log is stored there: it is moved after the next write, or at the next start. */
function checkpoint(database: Database): void {
  try {
    database.checkpoint()
  } catch {
    // nothing is lost by it
  }
}
