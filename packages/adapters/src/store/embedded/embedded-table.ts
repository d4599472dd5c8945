import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createClient } from '../table/client.ts'
import { createTable } from '../table/create-table.ts'
import { copyTable } from './rebuild.ts'
import { createStore, type StoreOptions } from '../table-store.ts'

/** The client's side of the embedded database. It brings the SDK, so it is imported while the database starts. */
const table = 'fleet'
/** Rows looked at for expired ones at the end of a run: about a second. */
const sweepRows = 20_000
/** dynalite asks for a signature and checks none. */
const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' }

const clientOf = (endpoint: string): DynamoDBClient => createClient({ endpoint, region: 'local', credentials })

/** The store of the fleet's table, which is made where there is none. */
export async function openTable(endpoint: string, options: Pick<StoreOptions, 'now' | 'explain'>) {
  const client = clientOf(endpoint)
  await createTable(client, table)
  return createStore({ client, table, sweepRows, ...options })
}

/** Copies all rows that can be read from one database to another. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const clients = [clientOf(from), clientOf(to)] as const
  try {
    // killed before its table was made: nothing to copy
    await createTable(clients[0], table)
    await copyTable(...clients, table)
  } finally {
    for (const client of clients) client.destroy()
  }
}
