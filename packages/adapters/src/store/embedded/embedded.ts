import { createRequire } from 'node:module'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { startDynalite, type DynaliteServer } from './dynalite-server.ts'
import { folderFailure } from './folder-failure.ts'

interface EmbeddedOptions {
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
    const died = await faultOfEnds([server])
    const refused = error instanceof AuditorError && died === undefined
    const fault = refused ? error : ((await openingFault(data.database)) ?? died ?? error)
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
  let fault: unknown
  try {
    await checkDatabase(from.endpoint, options)
    to = await startDynalite(data.rebuilt)
    await copyDatabase(from.endpoint, to.endpoint)
  } catch (error) {
    fault = from.fault() ?? to?.fault() ?? error
  }
  // A copy that was not closed is not on disk.
  const unclosed = await faultOfEnds([from, to])
  fault ??= unclosed
  if (fault !== undefined) throw fault
  await data.replace()
}

/** Closes them all, and returns what the first that could not be closed died of. */
async function faultOfEnds(servers: readonly (DynaliteServer | undefined)[]): Promise<unknown> {
  const ends = await Promise.allSettled(servers.flatMap((server) => server?.close() ?? []))
  return ends.find((end) => end.status === 'rejected')?.reason
}

/** A database that died refuses connections; people need to read what it died of. */
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

interface LevelModule {
  readonly Level: new (path: string) => { open(): Promise<void>; close(): Promise<void> }
}

const isLevelModule = (module: unknown): module is LevelModule =>
  typeof module === 'object' && module !== null && 'Level' in module && typeof module.Level === 'function'

/**
 * Why the files of the embedded database cannot be opened: dynalite itself reports no more than that its database is
 * closed. Asked only when it failed, of the very LevelDB that dynalite uses.
 */
async function openingFault(path: string): Promise<unknown> {
  const module: unknown = createRequire(import.meta.resolve('dynalite'))('level')
  if (!isLevelModule(module)) return undefined
  const level = new module.Level(path)
  try {
    await level.open()
    await level.close()
    return undefined
  } catch (error) {
    return error
  }
}
