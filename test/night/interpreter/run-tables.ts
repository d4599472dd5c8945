import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startDynalite } from '@fleet-auditor/adapters/store/embedded/dynalite-server.ts'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'

/** A database that speaks DynamoDB's protocol, with a table for each test. */
export interface RunTables {
  readonly endpoint: string
  open(table: string): Promise<FleetStore>
  close(): Promise<void>
}

const credentials = { accessKeyId: 'run', secretAccessKey: 'run' }

/** The embedded database, in a folder of its own. */
export async function startTables(): Promise<RunTables> {
  const folder = await mkdtemp(path.join(tmpdir(), 'run-tables-'))
  const { endpoint, close } = await startDynalite(folder)
  return tablesAt(endpoint, async () => {
    await close()
    await rm(folder, { recursive: true })
  })
}

/** Tables of a database that runs already. */
export function tablesAt(endpoint: string, close: () => Promise<void>): RunTables {
  const opened: FleetStore[] = []
  return {
    endpoint,
    async open(table) {
      const client = createClient({ endpoint, region: 'eu-west-1', credentials })
      await createTable(client, table)
      client.destroy()
      const now = (): string => new Date().toISOString()
      const store = await openTableStore({ table, now, endpoint, region: 'eu-west-1', credentials })
      opened.push(store)
      return store
    },
    async close() {
      for (const store of opened) await store.close()
      await close()
    },
  }
}
