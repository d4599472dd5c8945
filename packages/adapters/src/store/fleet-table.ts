import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { retentionDays, type Retention } from '@fleet-auditor/model/retention.ts'
import { aMinute, type Patience } from './table/client.ts'
import type { HeadRow } from './table/head-row.ts'
import { createEntities, type Entities } from './table/table-entities.ts'

/** What every verb of the store works on. */
export interface FleetTable {
  readonly name: string
  readonly documents: DynamoDBDocumentClient
  readonly entities: Entities
  /** ISO 8601; decides what is expired. */
  readonly now: () => string
  /** How long rows are retained, in days. */
  readonly retention: Retention
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
  { patience = aMinute, retention = retentionDays }: Partial<Pick<FleetTable, 'patience' | 'retention'>> = {},
): FleetTable {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  return { name, documents, entities: createEntities(documents, name), now, patience, retention, seenHeads: new Map() }
}

type Guard = <A extends unknown[], R>(verb: (table: FleetTable, ...args: A) => Promise<R>) => (...args: A) => Promise<R>

/**
 * Makes a verb over the table one of the store's own: the store's format is checked before the first one, a failure
 * becomes the store's error, and closing the store waits for what is under way. `writing` also marks the format of a
 * table that was never used.
 */
export interface Guarded {
  readonly reading: Guard
  readonly writing: Guard
}
