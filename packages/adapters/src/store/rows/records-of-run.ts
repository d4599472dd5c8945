import type { NightRecord } from '@fleet-auditor/audit/ports/store.ts'
import { fleetOwner, ownerPartition, type Owner } from '@fleet-auditor/model/target.ts'
import type { FleetTable } from '../fleet-table.ts'
import { eventPartitions, ownerOf } from '../table/keys.ts'
import { readNights } from './record-rows.ts'
import { allRows } from '../table/read-rows.ts'
import { readRegistry } from './registry-rows.ts'
import { someAtOnce } from '../table/some-at-once.ts'

/**
 * The nights of one run, in the order of their owners. A quiet night leaves no row under its run, which would cost a
 * write for every cluster every night: owners are asked one by one, those of the registry and those with events.
 */
export async function nightsOfRun(table: FleetTable, run: string): Promise<NightRecord[]> {
  const owners = await ownersOf(table, run)
  return (await someAtOnce(owners, (owner) => readNights(table, owner, { run, limit: Infinity }))).flat()
}

async function ownersOf(table: FleetTable, run: string): Promise<Owner[]> {
  const [registry, ...events] = await Promise.all([
    readRegistry(table),
    ...eventPartitions(run).map((partition) => allRows(table, { partition, prefix: 'E#', only: ['sk', 'expiresAt'] })),
  ])
  const owners = new Map<string, Owner>()
  const add = (owner: Owner) => owners.set(ownerPartition(owner), owner)
  add(fleetOwner)
  for (const { key, planes } of registry) {
    add({ kind: 'cluster', key })
    for (const plane of planes) add({ kind: 'plane', key: plane })
  }
  for (const { sk } of events.flat()) add(ownerOf(ownerPartitionIn(String(sk))))
  return [...owners.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, owner]) => owner)
}

/** `E#CLUSTER#<key>#<instant>#<run>`: what stands between the first `#` and the last two. */
const ownerPartitionIn = (sk: string): string => sk.split('#').slice(1, -2).join('#')
