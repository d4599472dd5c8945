import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { settleKilled } from '../commit/settle-killed.ts'
import { createFleetTable } from '../fleet-table.ts'
import { createStore } from '../table-store.ts'
import { createTable } from '../table/create-table.ts'
import { createFormatCheck } from '../table/format.ts'
import { openCounter } from './commit-counter.ts'
import { wayOut, type DataFolder } from './data-folder.ts'
import { openDatabase } from './engine/database.ts'
import { createEngine } from './engine/engine.ts'
import { clientOf } from './engine/table-client.ts'
import { folderFailure } from './folder-failure.ts'
import { heldPages } from './held-pages.ts'

/** The client's side of the embedded database. It brings the SDK, so it is imported while the database is looked through. */
const table = 'fleet'
/** Rows looked at for expired ones at the end of a run. */
const sweepRows = 20_000

interface OpenOptions extends Pick<DataFolder, 'database' | 'counter' | 'wasClosed'> {
  readonly folder: string
  readonly now: () => string
}

/** The store of the fleet's table, which is made where there is none. Refuses a folder of another format at once. */
export async function openTable({ folder, now, ...files }: OpenOptions): Promise<FleetStore> {
  const database = openDatabase(files.database, openCounter(files.counter))
  const engine = createEngine(database)
  try {
    const client = clientOf(engine)
    await createTable(client, table)
    const format = createFormatCheck(async () => ({ place: folder, wayOut }))
    const rows = createFleetTable(client, table, now)
    await format.beforeWrite(rows)
    if (!files.wasClosed) await settleKilled(rows)
    const explain = (error: unknown) => folderFailure(error, folder)
    const store = createStore({ client, table, sweepRows, format, now, explain })
    const pages = heldPages(store.pages, () => database.table(table)?.generation() ?? 0)
    return { ...store, pages, close: () => store.close().then(engine.close) }
  } catch (error) {
    engine.close()
    throw error
  }
}
