import type { AuditRecord } from '@fleet-auditor/audit/ports/store.ts'
import { fleetTarget, targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import pMap from 'p-map'
import type { FleetTable } from '../fleet-table.ts'
import { eventPartitions, eventPrefix, targetOf, targetPartitionIn } from '../table/keys.ts'
import { isPacked } from '../table/packed-rows.ts'
import { allRows, readsAtOnce } from '../table/read-rows.ts'
import { readRecords } from './record-rows.ts'
import { readRegistry } from './registry-rows.ts'

/**
 * The records of one run, in the order of their targets. A quiet record leaves no row under its run, which would cost a
 * write for every cluster in every run: targets are read one by one, those of the registry and those with events.
 */
export async function recordsOfRun(table: FleetTable, run: string): Promise<AuditRecord[]> {
  const targets = await targetsOf(table, run)
  const records = await pMap(targets, (target) => readRecords(table, target, { run, limit: Infinity }), {
    concurrency: readsAtOnce,
  })
  return records.flat()
}

async function targetsOf(table: FleetTable, run: string): Promise<Target[]> {
  const only = ['sk', 'hash', 'expiresAt']
  const [registry, ...events] = await Promise.all([
    readRegistry(table),
    ...eventPartitions(run).map((partition) => allRows(table, { partition, prefix: eventPrefix, only })),
  ])
  const targets = new Map<string, Target>()
  const add = (target: Target) => targets.set(targetPartition(target), target)
  add(fleetTarget)
  for (const { key, planes } of registry) {
    add({ kind: 'cluster', key })
    for (const plane of planes) add({ kind: 'plane', key: plane })
  }
  for (const { sk } of events.flat().filter(isPacked)) add(targetOf(targetPartitionIn(String(sk))))
  return [...targets.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target)
}
