import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { absentAt, tookPlace } from '../table/conditional.ts'
import { expiryAfter, kept } from '../table/expiry.ts'
import type { FleetTable } from '../fleet-table.ts'
import type { RowKey } from '../table/keys.ts'
import { beginKey, markKey } from '../table/run-keys.ts'

/** True for the first that begins this pass of the shard. */
export const claimPass = (table: FleetTable, run: string, shard: number, pass: number): Promise<boolean> =>
  putFirst(table, beginKey(run, shard, pass))

/** True for the first that marks this cluster. */
export const claimCluster = (table: FleetTable, run: string, shard: number, cluster: string): Promise<boolean> =>
  putFirst(table, markKey(run, shard, cluster))

/**
 * One write unit. An answer that is lost on the way makes the SDK ask again, and the first is told that it is not:
 * its work is then begun with more care, never twice as the first.
 */
function putFirst(table: FleetTable, key: RowKey): Promise<boolean> {
  const row = { ...key, expiresAt: expiryAfter(table.now(), kept.record) }
  const put = table.entities.claimCluster.build(PutItemCommand).item(row)
  return tookPlace(put.options({ condition: absentAt(table.now()) }).send())
}
