import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
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
}

/** The store of one machine: DynamoDB's calls, answered in this process out of one file, by the same code path as AWS. */
export async function openEmbeddedStore({ folder, now, existing }: EmbeddedOptions): Promise<FleetStore> {
  const { release, ...files } = await openDataFolder(folder, existing)
  try {
    const [{ openTable }, damage] = await Promise.all([import('./embedded-table.ts'), verified(files)])
    if (damage !== undefined) throw damagedFolder(folder, damage)
    const store = await openTable({ ...files, folder, now })
    return { ...store, close: closing(store, release, folder) }
  } catch (error) {
    await release({ closed: files.wasClosed })
    throw folderFailure(error, folder)
  }
}

const Answer = z.tuple([z.string().optional()])

/** What is lost, where something is; looked for in a thread of its own. */
async function verified({ database, counter }: DatabaseFiles): Promise<string | undefined> {
  const worker = new Worker(new URL('verification-thread.ts', import.meta.url), { workerData: { database, counter } })
  const [answer] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
  return Answer.parse(answer)[0]
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
