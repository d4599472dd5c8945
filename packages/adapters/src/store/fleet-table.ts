import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { createEntities, type Entities } from './table-entities.ts'

/** What every verb of the store works on. */
export interface FleetTable {
  readonly name: string
  readonly documents: DynamoDBDocumentClient
  readonly entities: Entities
  /** ISO 8601; decides what is expired. */
  readonly now: () => string
}

export function createFleetTable(client: DynamoDBClient, name: string, now: () => string): FleetTable {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  return { name, documents, entities: createEntities(documents, name), now }
}
