import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { allArtifacts, putArtifact } from '../table/artifacts.ts'
import { numberIn, reportsKey, reportsPlace, reportsPlaces } from '../table/run-keys.ts'

const Reports = z.array(ResultSummary)

export const putReports = (
  table: FleetTable,
  ...[run, shard, pass, reports]: Parameters<RunLedger['putReports']>
): Promise<void> => putArtifact(table, reportsKey(run, shard, pass), reports)

/** By shard, in their order; of a cluster in several passes the last. Those of one shard only where it is named. */
export async function readReports(
  table: FleetTable,
  run: string,
  shard?: number,
): Promise<Map<number, ResultSummary[]>> {
  const places = shard === undefined ? reportsPlaces(run) : [reportsPlace(run, shard)]
  const found = await Promise.all(places.map(({ pk, prefix }) => allArtifacts(table, pk, prefix)))
  const byShard = new Map<number, Map<string, ResultSummary>>()
  for (const { sk, value } of found.flat()) {
    const number = numberIn(sk)
    const ofShard = byShard.get(number) ?? new Map<string, ResultSummary>()
    // a pass sorts behind the ones before it
    for (const report of Reports.parse(value)) ofShard.set(targetPartition(report.target), report)
    byShard.set(number, ofShard)
  }
  const inOrder = [...byShard].toSorted(([a], [b]) => a - b)
  return new Map(inOrder.map(([number, reports]) => [number, [...reports.values()]]))
}
