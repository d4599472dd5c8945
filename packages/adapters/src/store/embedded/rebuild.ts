import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { batchWrite } from '../table/batch-write.ts'
import { createTable } from '../table/create-table.ts'

/**
 * Copies the rows of the base table into a new one: after a kill dynalite's indexes may lack entries and keep dead
 * ones for ever, for it writes a row and its entries one after the other. The rows themselves are right.
 */
export async function copyTable(from: DynamoDBClient, to: DynamoDBClient, table: string): Promise<void> {
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
