import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { damageInThread } from './damage-in-thread.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { damagedFolder, folderFailure } from './folder-failure.ts'

interface EmbeddedOptions {
  /** Created where it does not exist. */
  readonly folder: string
  /** ISO 8601. */
  readonly now: () => string
}

/** The store of one machine: DynamoDB's calls, answered in this process out of one file, by the same code path as AWS. */
export async function openEmbeddedStore({ folder, now }: EmbeddedOptions): Promise<FleetStore> {
  const { release, ...files } = await openDataFolder(folder)
  try {
    // Both end before the lock is released: the thread has the file open.
    const [table, damage] = await Promise.allSettled([import('./embedded-table.ts'), damageInThread(files)])
    const lost = valueOf(damage)
    if (lost !== undefined) throw damagedFolder(folder, lost)
    const { openTable } = valueOf(table)
    const store = await openTable({ ...files, folder, now })
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
