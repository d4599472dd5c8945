import { createClient } from '@fleet-auditor/adapters/store/client.ts'
import { createTable } from '@fleet-auditor/adapters/store/create-table.ts'
import { startDynalite } from '@fleet-auditor/adapters/store/dynalite-server.ts'
import { serve } from './child.ts'

export interface DynaliteJob {
  /** An empty folder. */
  readonly folder: string
  readonly table: string
}

export interface Dynalite {
  readonly endpoint: string
}

/** dynalite checks no signature. */
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }

/** A DynamoDB in a process of its own, so that a client's CPU is its own. */
await serve(async ({ folder, table }: DynaliteJob): Promise<Dynalite> => {
  const { endpoint } = await startDynalite(folder)
  const client = createClient({ endpoint, region: 'local', credentials })
  await createTable(client, table)
  client.destroy()
  return { endpoint }
})
