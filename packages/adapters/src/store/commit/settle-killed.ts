import { paginateScan } from '@aws-sdk/lib-dynamodb'
import { fleetTarget } from '@fleet-auditor/model/target.ts'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { headKey, targetOf } from '../table/keys.ts'
import { readCommitted } from './committed.ts'

const Partition = z.object({ pk: z.string() })

/**
 * Projects what a killed process had committed and not yet projected: until then lists of findings lack what states have.
 * A look through the whole table, for a local one alone.
 */
export async function settleKilled(table: FleetTable): Promise<void> {
  const pages = paginateScan(
    { client: table.documents },
    {
      TableName: table.name,
      FilterExpression: 'sk = :head AND #projected = :no',
      ProjectionExpression: 'pk',
      ExpressionAttributeNames: { '#projected': 'projected' },
      ExpressionAttributeValues: { ':head': headKey(fleetTarget).sk, ':no': false },
    },
  )
  for await (const { Items = [] } of pages) {
    for (const item of Items) await readCommitted(table, targetOf(Partition.parse(item).pk))
  }
}
