import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import {
  CloudWorker,
  DiscoveredScope,
  ListedSources,
  ScopeGroup,
  Shard,
  Worker,
} from '@fleet-auditor/model/run-plan.ts'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { allArtifacts, putArtifact, isPacked, readPacked } from '../table/packed-rows.ts'
import { allRows } from '../table/read-rows.ts'
import {
  numberIn,
  reportsKey,
  reportsPlace,
  reportsPlaces,
  discoveredKey,
  groupKey,
  artifactPrefixes,
  fleetFileKey,
  listedKey,
  runPartition,
  shardKey,
} from '../table/run-keys.ts'
import { lastOfPasses } from './last-of-passes.ts'

const DiscoveredScopes = z.array(DiscoveredScope)
const ShardRow = z.object({ sk: z.string(), worker: Worker })

export const putListed = (table: FleetTable, run: string, worker: CloudWorker, listed: ListedSources): Promise<void> =>
  putArtifact(table, listedKey(run, worker), listed)

export async function readListed(table: FleetTable, run: string): Promise<Map<CloudWorker, ListedSources>> {
  const { listed } = artifactPrefixes
  const all = await allArtifacts(table, runPartition(run), listed)
  return new Map(all.map(({ sk, value }) => [CloudWorker.parse(sk.slice(listed.length)), ListedSources.parse(value)]))
}

export const putFleetFile = (table: FleetTable, run: string, fleet: FleetFile): Promise<void> =>
  putArtifact(table, fleetFileKey(run), fleet)

/** Parsed by the schema of now: what a later auditor added to it has its default. */
export async function readFleetFile(table: FleetTable, run: string): Promise<FleetFile | undefined> {
  const value = await readPacked(table, fleetFileKey(run))
  return value === undefined ? undefined : FleetFile.parse(value)
}

export const putGroup = (table: FleetTable, run: string, group: number, scopes: ScopeGroup): Promise<void> =>
  putArtifact(table, groupKey(run, group), scopes)

export async function readGroup(table: FleetTable, run: string, group: number): Promise<ScopeGroup | undefined> {
  const value = await readPacked(table, groupKey(run, group))
  return value === undefined ? undefined : ScopeGroup.parse(value)
}

export const putDiscovered = (
  table: FleetTable,
  run: string,
  group: number,
  scopes: readonly DiscoveredScope[],
): Promise<void> => putArtifact(table, discoveredKey(run, group), scopes)

export async function readDiscovered(table: FleetTable, run: string): Promise<Map<number, DiscoveredScope[]>> {
  const all = await allArtifacts(table, runPartition(run), artifactPrefixes.discovered)
  return new Map(all.map(({ sk, value }) => [numberIn(sk), DiscoveredScopes.parse(value)]))
}

export const putShard = (table: FleetTable, run: string, shard: number, plan: Shard): Promise<void> =>
  putArtifact(table, shardKey(run, shard), plan, { worker: plan.worker })

export async function readShard(table: FleetTable, run: string, shard: number): Promise<Shard | undefined> {
  const value = await readPacked(table, shardKey(run, shard))
  return value === undefined ? undefined : Shard.parse(value)
}

/** In their order, without their plans. */
export async function listShards(table: FleetTable, run: string): Promise<{ shard: number; worker: Worker }[]> {
  const only = ['sk', 'hash', 'worker', 'expiresAt']
  const rows = await allRows(table, { partition: runPartition(run), prefix: artifactPrefixes.shard, only })
  return rows.filter(isPacked).map((row) => {
    const { sk, worker } = ShardRow.parse(row)
    return { shard: numberIn(sk), worker }
  })
}

const Reports = z.array(ResultSummary)

export const putReports = (
  table: FleetTable,
  ...[run, shard, pass, reports]: Parameters<RunLedger['putReports']>
): Promise<void> => putArtifact(table, reportsKey(run, shard, pass), reports)

/** By shard, in their order; those of one shard only where it is named. */
export async function readReports(
  table: FleetTable,
  run: string,
  shard?: number,
): Promise<Map<number, ResultSummary[]>> {
  const places = shard === undefined ? reportsPlaces(run) : [reportsPlace(run, shard)]
  const found = await Promise.all(places.map(({ pk, prefix }) => allArtifacts(table, pk, prefix)))
  // a pass sorts behind the ones before it
  return lastOfPasses(found.flat().map(({ sk, value }) => ({ shard: numberIn(sk), reports: Reports.parse(value) })))
}
