import { mkdir } from 'node:fs/promises'
import { startDynalite } from '@fleet-auditor/adapters/store/embedded/dynalite-server.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { serve } from './child.ts'
import { credentials } from './database.ts'

export interface DynaliteJob {
  /** An empty folder, or one that is not there yet. */
  readonly folder: string
  readonly tables: readonly string[]
}

export interface Dynalite {
  readonly endpoint: string
}

/** A DynamoDB in a process of its own, so that a client's CPU is its own. */
await serve(async ({ folder, tables }: DynaliteJob): Promise<Dynalite> => {
  await mkdir(folder, { recursive: true })
  const { endpoint } = await startDynalite(folder)
  const client = createClient({ endpoint, region: 'local', credentials })
  for (const table of tables) await createTable(client, table)
  client.destroy()
  return { endpoint }
})
