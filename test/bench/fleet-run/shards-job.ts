import process from 'node:process'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import type { ShardPorts } from '@fleet-auditor/audit/fan-out/audit-part.ts'
import { auditShard } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { atMost } from '@fleet-auditor/model/run-plan.ts'
import type { Target } from '../canned-server.ts'
import { doJob } from '../child.ts'
import { credentials, type Database, now } from '../database.ts'
import { median } from '../median.ts'
import { clusterOf, scope, simulatedPorts } from './simulated-cluster.ts'

export interface ShardsJob extends Database {
  readonly target: Target
  readonly few: number
  readonly many: number
}

export interface AuditedShards {
  /** Resident set after so many clusters, MB of 2^20. */
  readonly fewMb: number
  readonly manyMb: number
  readonly seconds: number
  /** Clusters that have a report, and those of them that were audited. */
  readonly rows: number
  readonly audited: number
}

const run = '20261121T020000Z-9c56cc51'
const fleet = FleetFile.parse({})
const context = runContext({ run, startedAt: now(), fleet, signal: new AbortController().signal })

/** Puts the shards of so many clusters; returns how many. */
async function plan(store: FleetStore, clusters: number): Promise<number> {
  await startRun({}, context, { store })
  const shards = Math.ceil(clusters / atMost.clustersOfShard)
  for (let shard = 0; shard < shards; shard += 1) {
    const first = shard * atMost.clustersOfShard
    const numbers = Array.from({ length: Math.min(atMost.clustersOfShard, clusters - first) }, (_, at) => first + at)
    const planned = numbers.map((number) => ({ cluster: clusterOf(number), scope }))
    await store.ledger.putShard(run, shard, { worker: 'eks', clusters: planned, planes: [] })
  }
  return shards
}

const residentMb = (): number => process.memoryUsage.rss() / 2 ** 20

/** One reading is a matter of when the collector last ran. */
const settledMb = (readings: readonly number[], shards: number): number =>
  median(readings.slice(Math.max(0, shards - 5), shards))

async function endedOf(store: FleetStore): Promise<Pick<AuditedShards, 'rows' | 'audited'>> {
  const reports = [...(await store.ledger.readReports(run)).values()].flat()
  const audited = reports.filter(({ row }) => row.outcome === 'audited').length
  return { rows: new Set(reports.map(({ target }) => target.key)).size, audited }
}

await doJob(async ({ target, endpoint, table, few, many }: ShardsJob): Promise<AuditedShards> => {
  const store = createStore({ client: createClient({ endpoint, region: 'local', credentials }), table, now })
  const shards = await plan(store, many)
  const prober = { probe: async () => [], close: async () => {} } // without vantages nothing is probed
  const world = { ...simulatedPorts(target), prober, clock: { now }, progress: () => {} }
  const ports: ShardPorts = { ...world, store }
  const readings: number[] = []
  const begun = performance.now()
  for (let shard = 0; shard < shards; shard += 1) {
    const { remaining } = await auditShard({ run, shard, pass: 0, remainingMs: () => 900_000 }, context, ports)
    if (remaining > 0) throw new Error(`shard ${shard} left ${remaining} clusters`)
    readings.push(residentMb())
  }
  const seconds = (performance.now() - begun) / 1000
  const fewMb = settledMb(readings, few / atMost.clustersOfShard)
  return { fewMb, manyMb: settledMb(readings, shards), seconds, ...(await endedOf(store)) }
})
