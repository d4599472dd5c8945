import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { serveEngineDatabase } from '../store/engine-database.ts'
import { serve } from './child.ts'
import { credentials } from './database.ts'

export interface DatabaseJob {
  readonly tables: readonly string[]
}

export interface ServedTables {
  readonly endpoint: string
}

/** A DynamoDB in a process of its own, so that a client's CPU is its own. */
await serve(async ({ tables }: DatabaseJob): Promise<ServedTables> => {
  const { endpoint } = await serveEngineDatabase()
  const client = createClient({ endpoint, region: 'local', credentials })
  for (const table of tables) await createTable(client, table)
  client.destroy()
  return { endpoint }
})
