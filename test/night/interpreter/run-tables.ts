import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { serveEngineDatabase } from '../../store/engine-database.ts'

/** A database that speaks DynamoDB's protocol, with a table for each test. */
export interface RunTables {
  readonly endpoint: string
  open(table: string): Promise<FleetStore>
  close(): Promise<void>
}

const credentials = { accessKeyId: 'run', secretAccessKey: 'run' }

/** The embedded database, behind a port. */
export async function startTables(): Promise<RunTables> {
  const { endpoint, close } = await serveEngineDatabase()
  return tablesAt(endpoint, close)
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
