import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { FleetTable } from '../fleet-table.ts'
import { tookPlace } from '../table/conditional.ts'
import { epochSeconds } from '../table/expiry.ts'
import { sweepKey, type RowKey } from '../table/keys.ts'
import { readRow } from '../table/read-rows.ts'

const expired = 'expiresAt <= :now'

interface SweepBounds {
  /** Rows looked at in one sweep; the next one goes on behind them. */
  readonly rows: number
}

/**
 * Deletes expired rows where the database has no TTL of its own. Bounded: it looks at a part of the table and
 * remembers where it stopped, so that every row is looked at in turn, whatever the table's size.
 */
export async function sweep(table: FleetTable, { rows }: SweepBounds): Promise<void> {
  const cursor = (await readRow(table, sweepKey))?.['from']
  const page = await table.documents.send(
    new ScanCommand({
      TableName: table.name,
      Limit: rows,
      ExclusiveStartKey: isKey(cursor) ? cursor : undefined,
      ProjectionExpression: 'pk, sk, expiresAt',
      FilterExpression: expired,
      ExpressionAttributeValues: { ':now': epochSeconds(table.now()) },
    }),
  )
  for (const row of (page.Items ?? []).filter(isKey)) await deleteExpired(table, row)
  const from = page.LastEvaluatedKey
  await table.documents.send(new PutCommand({ TableName: table.name, Item: { ...sweepKey, from } }))
}

/** A row that was written again since the scan stays. */
const deleteExpired = (table: FleetTable, { pk, sk }: RowKey): Promise<boolean> =>
  tookPlace(
    table.documents.send(
      new DeleteCommand({
        TableName: table.name,
        Key: { pk, sk },
        ConditionExpression: expired,
        ExpressionAttributeValues: { ':now': epochSeconds(table.now()) },
      }),
    ),
  )

const isKey = (value: unknown): value is RowKey =>
  typeof value === 'object' && value !== null && 'pk' in value && 'sk' in value
