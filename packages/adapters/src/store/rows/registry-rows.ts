import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { Cluster } from '@fleet-auditor/model/cluster.ts'
import { Presence } from '@fleet-auditor/model/presence.ts'
import { OpenByCheck } from '@fleet-auditor/model/result-summary.ts'
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { batchWrite } from '../table/batch-write.ts'
import { absent, tookPlace } from '../table/conditional.ts'
import { registryKey, registryPartitions, uidKey } from '../table/keys.ts'
import { damaged } from '../table/packed-rows.ts'
import { allRows } from '../table/read-rows.ts'

const RegistryRow = z.object({ body: z.string() })
const StoredCluster = z.object({
  key: z.string(),
  cluster: Cluster.omit({ cloud: true }),
  planes: z.array(z.string()),
  open: z.number().int(),
  openByCheck: OpenByCheck.exactOptional(),
  presence: Presence.exactOptional(),
  team: z.string().exactOptional(),
  firstSeen: z.string(),
  goneIn: z.string().exactOptional(),
})

/** In the order of their ids. */
export async function readRegistry(table: FleetTable): Promise<RegisteredCluster[]> {
  const rows = await Promise.all(registryPartitions.map((partition) => allRows(table, { partition })))
  const clusters = rows.flat().map((row) => StoredCluster.parse(JSON.parse(RegistryRow.parse(row).body)))
  return clusters.toSorted((a, b) => (a.cluster.id < b.cluster.id ? -1 : a.cluster.id > b.cluster.id ? 1 : 0))
}

/** Writes only what differs from what is known. */
export async function register(
  table: FleetTable,
  clusters: readonly RegisteredCluster[],
  known: readonly RegisteredCluster[],
): Promise<void> {
  const stored = new Map(known.map((cluster) => [cluster.key, canonical(cluster)]))
  const wanted = new Map(clusters.map((cluster) => [cluster.key, canonical(cluster)]))
  const puts = []
  for (const [key, body] of wanted) {
    if (stored.get(key) === body) continue
    puts.push(
      table.entities.registered
        .build(BatchPutRequest)
        .item({ ...registryKey(key), body })
        .params(),
    )
  }
  await batchWrite(table, puts)
}

/** The first claim of a UID; claims never end. One that is there costs a read, and never a write. */
export async function claimUid(table: FleetTable, uid: string, claimant: string): Promise<string> {
  const holder = await claimantOf(table, uid)
  if (holder !== undefined) return holder
  const put = table.entities.claim.build(PutItemCommand).item({ ...uidKey(uid), claimant })
  if (await tookPlace(put.options({ condition: absent }).send())) return claimant
  const first = await claimantOf(table, uid)
  if (first === undefined) throw damaged(table, uidKey(uid), 'a claim that is there cannot be read')
  return first
}

async function claimantOf(table: FleetTable, uid: string): Promise<string | undefined> {
  const get = table.entities.claim.build(GetItemCommand).key(uidKey(uid))
  return (await get.options({ consistent: true }).send()).Item?.claimant
}
