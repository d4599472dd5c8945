import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import type { Row } from './read-rows.ts'

interface MeteredQuery {
  readonly partition: string
  readonly index?: 'gsi1' | 'gsi2'
  /** First and last sort key, both included. */
  readonly range: readonly [string, string]
  readonly newestFirst?: boolean
  /** Rows of this request; without it as many as an answer holds (1 MB). */
  readonly limit?: number
  /** Where the request before ended. */
  readonly from?: Row
}

interface MeteredRows {
  /** Expired ones too: they cost as much. */
  readonly rows: readonly Row[]
  /** Read capacity units, as the database reports them. */
  readonly units: number
  /** Where to go on; absent at the end of the range. */
  readonly from?: Row
}

/** DynamoDB's price of reading without strong consistency: half a unit for every 4 KB begun, and for an empty answer. */
export const unitsOfBytes = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096)) / 2

/** What a finding's row holds beside its body: keys, version, transitions. */
const besideBody = 450

/** About what DynamoDB counts for a finding's row; for estimates. */
const bytesOf = (row: Row): number =>
  besideBody + (typeof row['body'] === 'string' ? Buffer.byteLength(row['body']) : 0)

const Consumed = z.object({ CapacityUnits: z.number() })

/**
 * One request, eventually consistent. Local databases call an empty answer free, and an endpoint may not report units at
 * all: both are charged as DynamoDB does.
 */
export async function meteredQuery(table: FleetTable, query: MeteredQuery): Promise<MeteredRows> {
  const { partition, index, range, limit, from } = query
  const answer = await table.documents.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: '#pk = :pk and #sk between :first and :last',
      ExpressionAttributeNames: { '#pk': `${index ?? ''}pk`, '#sk': `${index ?? ''}sk` },
      ExpressionAttributeValues: { ':pk': partition, ':first': range[0], ':last': range[1] },
      ScanIndexForward: query.newestFirst !== true,
      ReturnConsumedCapacity: 'TOTAL',
      Limit: limit,
      ExclusiveStartKey: from,
    }),
  )
  const rows = answer.Items ?? []
  const reported = Consumed.safeParse(answer.ConsumedCapacity)
  return {
    rows,
    units: reported.success ? Math.max(reported.data.CapacityUnits, unitsOfBytes(0)) : unitsOfBytes(totalBytes(rows)),
    from: answer.LastEvaluatedKey,
  }
}

export function totalBytes(rows: readonly Row[]): number {
  let bytes = 0
  for (const row of rows) bytes += bytesOf(row)
  return bytes
}
