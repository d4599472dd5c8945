import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { startDynalite, type DynaliteServer } from './dynalite-server.ts'
import { folderFailure } from './folder-failure.ts'
import { openingFault } from './opening-fault.ts'

export interface EmbeddedOptions {
  /** Created where it does not exist. */
  readonly folder: string
  /** ISO 8601. */
  readonly now: () => string
}

/** The store of one machine: DynamoDB's protocol over files in a folder, the same code path as AWS. */
export async function openEmbeddedStore({ folder, now }: EmbeddedOptions): Promise<FleetStore> {
  const data = await openDataFolder(folder)
  let server: DynaliteServer | undefined
  try {
    if (!data.clean) await rebuild(data, { folder, now })
    const [{ openTable }, started] = await Promise.all([loadClient(), startDynalite(data.database)])
    server = started
    const store = await openTable(server.endpoint, { folder, now, explain: explaining(server, folder) })
    return { ...store, close: closing(store, server, data, folder) }
  } catch (error) {
    await server?.close().catch(() => {}) // it may have died, and `error` says more
    const refused = error instanceof AuditorError
    const fault = refused ? error : ((await openingFault(data.database)) ?? server?.fault() ?? error)
    // a folder that is refused stays as it was found
    await data.release({ clean: refused && data.clean })
    throw folderFailure(fault, folder)
  }
}

/** The SDK takes as long to import as the database's thread takes to start. */
const loadClient = () => import('./embedded-table.ts')

/** In a folder beside; the damaged one stays untouched until the copy is whole. */
async function rebuild(data: DataFolder, options: EmbeddedOptions): Promise<void> {
  const { checkDatabase, copyDatabase } = await loadClient()
  const from = await startDynalite(data.database)
  let to: DynaliteServer | undefined
  try {
    await checkDatabase(from.endpoint, options)
    to = await startDynalite(data.rebuilt)
    await copyDatabase(from.endpoint, to.endpoint)
  } catch (error) {
    throw from.fault() ?? to?.fault() ?? error
  } finally {
    await Promise.allSettled([from.close(), to?.close()])
  }
  await data.replace()
}

/** A died database answers as a refused connection; what it died of is what the person must hear. */
const explaining = (server: DynaliteServer, folder: string) => (): AuditorError | undefined => {
  const fault = server.fault()
  return fault && folderFailure(fault, folder)
}

function closing(store: FleetStore, server: DynaliteServer, data: DataFolder, folder: string): () => Promise<void> {
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await store.close()
    try {
      await server.close()
      await data.release({ clean: true })
    } catch (error) {
      await data.release({ clean: false })
      throw folderFailure(error, folder)
    }
  }
  return () => (closed ??= close())
}
