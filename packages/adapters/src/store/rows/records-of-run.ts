import type { AuditRecord, RunChanges } from '@fleet-auditor/audit/ports/store.ts'
import { fleetTarget, targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import pMap from 'p-map'
import { readCommitted } from '../commit/committed.ts'
import { readHead } from '../commit/heads.ts'
import { changesOfPasses } from '../commit/settle.ts'
import type { FleetTable } from '../fleet-table.ts'
import { eventPartitions, eventPrefix, targetOf, targetPartitionIn } from '../table/keys.ts'
import { isPacked } from '../table/packed-rows.ts'
import { allRows, readsAtOnce } from '../table/read-rows.ts'
import { readEvents } from './event-rows.ts'
import { hasRecord, readRecords } from './record-rows.ts'
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

/**
 * What a run changed of a target, by its events. A quiet record has no event, which would cost a write for every cluster
 * in every run: its OBS row distinguishes it from none.
 */
export async function readChanges(table: FleetTable, run: string, target: Target): Promise<RunChanges | undefined> {
  const head = await readHead(table, target)
  if (head && !head.projected) await readCommitted(table, target)
  const events = await readEvents(table, run, target)
  if (events.length > 0) return changesOfPasses(events)
  return (await hasRecord(table, target, run)) ? { first: false, changes: [] } : undefined
}
