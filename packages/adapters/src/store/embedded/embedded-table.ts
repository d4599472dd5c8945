import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { createFleetTable } from '../fleet-table.ts'
import { createStore, type StoreOptions } from '../table-store.ts'
import { batchWrite } from '../table/batch-write.ts'
import { createClient } from '../table/client.ts'
import { createTable } from '../table/create-table.ts'
import { checkFormat, createFormatCheck, type StorePlace } from '../table/format.ts'

/** The client's side of the embedded database. It brings the SDK, so it is imported while the database starts. */
const table = 'fleet'
/** Rows looked at for expired ones at the end of a run: about a second. */
const sweepRows = 20_000
/** dynalite asks for a signature and checks none. */
const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' }

const clientOf = (endpoint: string): DynamoDBClient => createClient({ endpoint, region: 'local', credentials })

/** A data folder as the place of a store. */
const placeOf = (folder: string) => async (): Promise<StorePlace> => ({
  place: folder,
  wayOut: 'move or remove the folder, or choose another one with --data',
})

type OpenOptions = Pick<StoreOptions, 'now' | 'explain'> & { readonly folder: string }

/** The store of the fleet's table, which is made where there is none. Refuses a folder of another format at once. */
export async function openTable(endpoint: string, { folder, now, explain }: OpenOptions): Promise<FleetStore> {
  const client = clientOf(endpoint)
  try {
    await createTable(client, table)
    const format = createFormatCheck(placeOf(folder))
    await format.beforeWrite(createFleetTable(client, table, now))
    return createStore({ client, table, sweepRows, format, now, explain })
  } catch (error) {
    client.destroy()
    throw error
  }
}

/** Refuses a database of another format. One that was killed before its table was made gets the table. */
export async function checkDatabase(endpoint: string, { folder, now }: OpenOptions): Promise<void> {
  const client = clientOf(endpoint)
  try {
    await createTable(client, table)
    await checkFormat(createFleetTable(client, table, now), placeOf(folder))
  } finally {
    client.destroy()
  }
}

/** Copies all rows that can be read from one database to another. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const clients = [clientOf(from), clientOf(to)] as const
  try {
    await copyTable(...clients, table)
  } finally {
    for (const client of clients) client.destroy()
  }
}

/**
 * Copies the rows of the base table into a new one: after a kill dynalite's indexes may lack entries and hold
 * stale ones, since it writes a row and its entries one after the other. The rows themselves are right.
 */
async function copyTable(from: DynamoDBClient, to: DynamoDBClient, table: string): Promise<void> {
  await createTable(to, table)
  const target = { documents: DynamoDBDocumentClient.from(to), name: table }
  const source = { client: DynamoDBDocumentClient.from(from) }
  for await (const page of paginateScan(source, { TableName: table })) {
    await batchWrite(
      target,
      (page.Items ?? []).map((Item) => ({ PutRequest: { Item } })),
    )
  }
}
