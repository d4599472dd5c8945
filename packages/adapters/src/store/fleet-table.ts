import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { HeadRow } from './table/head-row.ts'
import { aMinute, type Patience } from './table/patience.ts'
import { createEntities, type Entities } from './table/table-entities.ts'

/** What every verb of the store works on. */
export interface FleetTable {
  readonly name: string
  readonly documents: DynamoDBDocumentClient
  readonly entities: Entities
  /** ISO 8601; decides what is expired. */
  readonly now: () => string
  /** How long a batch waits for a throttled table. */
  readonly patience: Patience
  /**
   * HEADs read and not yet replaced, by partition. Only ever a hint, which saves a second look: every write
   * that follows from one is conditional on the row itself.
   */
  readonly seenHeads: Map<string, HeadRow>
}

export function createFleetTable(
  client: DynamoDBClient,
  name: string,
  now: () => string,
  patience = aMinute,
): FleetTable {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  return { name, documents, entities: createEntities(documents, name), now, patience, seenHeads: new Map() }
}
