import type { FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'
import pMemoize from 'p-memoize'
import { settleKilled } from '../commit/committed.ts'
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

/** The client's side of the embedded database. It brings the SDK, so it is imported while the database is looked through. */
const table = 'fleet'
/** Rows looked at for expired ones at the end of a run. */
const sweepRows = 20_000

interface OpenOptions extends Pick<DataFolder, 'database' | 'counter' | 'wasClosed'> {
  readonly folder: string
  readonly now: () => string
  readonly retention?: Retention
}

/** The store of the fleet's table, which is made where there is none. Refuses a folder of another format at once. */
export async function openTable({ folder, now, retention, ...files }: OpenOptions): Promise<FleetStore> {
  const database = openDatabase(files.database, openCounter(files.counter))
  const engine = createEngine(database)
  try {
    const client = clientOf(engine)
    await createTable(client, table)
    const format = createFormatCheck(async () => ({ place: folder, wayOut }))
    const rows = createFleetTable(client, table, now, { retention })
    await format.beforeWrite(rows)
    if (!files.wasClosed) await settleKilled(rows)
    const explain = (error: unknown) => folderFailure(error, folder)
    const store = createStore({ client, table, sweepRows, format, now, explain, retention })
    const pages = heldPages(store.pages, () => database.table(table)?.generation() ?? 0)
    return { ...store, pages, close: () => store.close().then(engine.close) }
  } catch (error) {
    engine.close()
    throw error
  }
}

/** Pages at once in memory: about 100 KB each. */
const mostHeld = 50
/** A finding may expire without a write. */
const longestMs = 10_000

/**
 * Passes a page on for as long as no finding was written since: it is then the very page that would be read again. Only
 * where this process alone writes. Those who ask together share one reading.
 */
function heldPages(pages: FindingPages, generation: () => number): FindingPages {
  const held = new Map<string, Awaited<ReturnType<FindingPages['page']>>>()
  const cache = {
    has: (key: string) => held.has(key),
    get: (key: string) => held.get(key),
    delete: (key: string) => held.delete(key),
    set: (key: string, page: Awaited<ReturnType<FindingPages['page']>>) => {
      const [oldest] = held.keys()
      if (held.size >= mostHeld && oldest !== undefined) held.delete(oldest)
      held.set(key, page)
    },
  }
  const cacheKey = (asked: unknown): string =>
    JSON.stringify([generation(), Math.floor(performance.now() / longestMs), asked])
  return {
    ...pages,
    page: pMemoize((...asked: Parameters<FindingPages['page']>) => pages.page(...asked), { cacheKey, cache }),
  }
}
