import { Worker } from 'node:worker_threads'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'
import { z } from 'zod'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { damagedFolder, folderFailure } from './folder-failure.ts'
import type { DatabaseFiles } from './verification.ts'

interface EmbeddedOptions {
  /** Created where it does not exist, unless `existing`. */
  readonly folder: string
  /** A folder without a store is refused. */
  readonly existing?: boolean
  /** ISO 8601. */
  readonly now: () => string
  /** How long rows are retained that this process writes; absent: as where the fleet file names none. */
  readonly retention?: Retention
}

/** The store of one machine: DynamoDB's calls, answered in this process out of one file, by the same code path as AWS. */
export async function openEmbeddedStore({ folder, now, existing, retention }: EmbeddedOptions): Promise<FleetStore> {
  const { release, ...files } = await openDataFolder(folder, existing)
  try {
    // Both end before the lock is released: the thread has the file open.
    const [table, damage] = await Promise.allSettled([import('./embedded-table.ts'), damageInThread(files)])
    const lost = valueOf(damage)
    if (lost !== undefined) throw damagedFolder(folder, lost)
    const { openTable } = valueOf(table)
    const store = await openTable({ ...files, folder, now, retention })
    return { ...store, close: closing(store, release, folder) }
  } catch (error) {
    await release({ closed: files.wasClosed })
    throw folderFailure(error, folder)
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'fulfilled') return settled.value
  throw settled.reason
}

function closing(store: FleetStore, release: DataFolder['release'], folder: string): () => Promise<void> {
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    try {
      await store.close()
      await release({ closed: true })
    } catch (error) {
      await release({ closed: false })
      throw folderFailure(error, folder)
    }
  }
  return () => (closed ??= close())
}

const program = new URL('verification-thread.ts', import.meta.url)
const Damage = z.string().optional()

/**
 * What is lost of the database, where something is; looked for in a thread of its own, so that the process imports
 * meanwhile. Settles when the thread has ended: until then it has the file open.
 */
export async function damageInThread(files: DatabaseFiles, thread = program): Promise<string | undefined> {
  const worker = new Worker(thread, { workerData: { database: files.database, counter: files.counter } })
  const ended = Promise.withResolvers<void>()
  const answers: unknown[] = []
  let failure: unknown
  worker.on('message', (answer: unknown) => void answers.push(answer))
  worker.on('error', (error: unknown) => void (failure = error))
  worker.on('exit', () => ended.resolve())
  await ended.promise
  if (failure !== undefined) throw failure
  const [answer] = answers
  const damage = Damage.safeParse(answer)
  if (answers.length === 1 && damage.success) return damage.data
  throw new Error('the thread that looks through the database ended without an answer')
}
