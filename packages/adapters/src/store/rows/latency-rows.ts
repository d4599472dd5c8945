import type { LatencyStore } from '@fleet-auditor/audit/ports/latency-store.ts'
import { LatencyDay } from '@fleet-auditor/model/latency-day.ts'
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut'
import pMap from 'p-map'
import { z } from 'zod'
import type { Guarded, FleetTable } from '../fleet-table.ts'
import { batchWrite } from '../table/batch-write.ts'
import { expiryAfter } from '../table/expiry.ts'
import { latencyKey, latencyPairKey, latencyPairs, latencyPartition, type RegionPair } from '../table/latency-keys.ts'
import { allRows, queryRows, readsAtOnce } from '../table/read-rows.ts'

type Query = Parameters<LatencyStore['read']>[0]

const PairRow = z.object({ from: z.string(), to: z.string() })
const DayRow = z.object({ sk: z.string(), body: z.string() })

export function createLatencyStore({ reading, writing }: Guarded): LatencyStore {
  return { put: writing(put), read: reading(read) }
}

/** New pairs first: a day whose pair is not listed is never found. */
async function put(table: FleetTable, days: readonly LatencyDay[]): Promise<void> {
  if (days.length === 0) return
  const known = new Set((await pairsOf(table, {})).map((pair) => latencyPartition(pair)))
  const pairs = new Map(days.map(({ from, to }) => [latencyPartition({ from, to }), { from, to }]))
  const unknown = [...pairs].filter(([partition]) => !known.has(partition)).map(([, pair]) => pair)
  await batchWrite(
    table,
    unknown.map((pair) =>
      table.entities.latencyPair
        .build(BatchPutRequest)
        .item({ ...latencyPairKey(pair), ...pair })
        .params(),
    ),
  )
  await putDays(table, days)
}

/** A batch takes no row twice: of one pair and day the last given stays. */
async function putDays(table: FleetTable, days: readonly LatencyDay[]): Promise<void> {
  const rows = new Map<string, ReturnType<typeof rowOf>>()
  for (const day of days) rows.set(`${latencyPartition(day)} ${day.day}`, rowOf(table, day))
  await batchWrite(
    table,
    [...rows.values()].map((row) => table.entities.latencyDay.build(BatchPutRequest).item(row).params()),
  )
}

const rowOf = (table: FleetTable, day: LatencyDay) => ({
  ...latencyKey(day, day.day),
  body: JSON.stringify(day),
  expiresAt: expiryAfter(table.now(), table.retention.latency),
})

async function read(table: FleetTable, query: Query): Promise<LatencyDay[]> {
  const days = await pMap(await pairsOf(table, query), (pair) => daysSince(table, pair, query.since), {
    concurrency: readsAtOnce,
  })
  return days.flat().toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

async function pairsOf(table: FleetTable, { from, to }: Pick<Query, 'from' | 'to'>): Promise<RegionPair[]> {
  if (from !== undefined && to !== undefined) return [{ from, to }]
  const pairs = (await allRows(table, { partition: latencyPairs })).map((row) => PairRow.parse(row))
  return pairs.filter((pair) => (from ?? pair.from) === pair.from && (to ?? pair.to) === pair.to)
}

/** Read backwards, so that what is older than asked for is not read. */
async function daysSince(table: FleetTable, pair: RegionPair, since: string): Promise<LatencyDay[]> {
  const first = since.slice(0, 'yyyy-mm-dd'.length)
  const days: LatencyDay[] = []
  for await (const row of queryRows(table, { partition: latencyPartition(pair), newestFirst: true, pageSize: 100 })) {
    const { sk, body } = DayRow.parse(row)
    if (sk < first) break
    days.push(LatencyDay.parse(JSON.parse(body)))
  }
  return days
}
