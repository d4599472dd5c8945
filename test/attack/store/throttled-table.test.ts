import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { waitWhileThrottled } from '@fleet-auditor/adapters/store/table/patience.ts'
import pLimit from 'p-limit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixedNow } from '../../store/contract/store-bench.ts'
import { openEngineDatabase, type EngineDatabase } from '../../store/engine-database.ts'
import { cluster, finding, opened, record, run } from '../../store/records.ts'
import { throttledEngine } from './throttled-engine.ts'

const clusters = Array.from({ length: 50 }, (_, at) => `c${at}`)

let database: EngineDatabase
beforeAll(async () => void (database = await openEngineDatabase()))
afterAll(() => database.close())

describe('a first run over a table that is throttled', () => {
  // one of 40 shards has 100 units a second of a new table's 4,000; fewer findings than a large fleet has make it short
  it.each([
    ['its fair share', 100],
    ['a quarter of that', 25],
  ])('stores every cluster of a shard on %s of the units, in one delivery, with no error', async (_, rate) => {
    const table = `rate-${rate}`
    await createTable(database.client(), table)
    const plain = createStore({ client: database.client(), table, now: fixedNow })
    await plain.openRun(run(1))
    const { client, throttled } = throttledEngine(database.engine, { rate, burst: 5 * rate })
    const store = createStore({ client: waitWhileThrottled(client, () => 60_000), table, now: fixedNow })
    const perCluster = rate / 25
    const limit = pLimit(32)
    const ends = await Promise.all(
      clusters.map((key) =>
        limit(() => {
          const findings = Array.from({ length: perCluster }, (__, at) => finding(`${key}-${at}`))
          return store.recordAudit(record(cluster(key), 1, { changes: findings.map(opened) }))
        }),
      ),
    )
    expect(new Set(ends)).toEqual(new Set(['committed']))
    expect(throttled()).toBeGreaterThan(100)
    expect(await plain.queryFindings({ state: 'open' })).toHaveLength(50 * perCluster)
    for (const key of clusters) expect((await plain.readState(cluster(key))).findings).toHaveLength(perCluster)
  })

  it('ends in an error that can be tried again, once its time is over', async () => {
    const table = 'no-time'
    await createTable(database.client(), table)
    const { client } = throttledEngine(database.engine, { rate: 0, burst: 0 })
    const store = createStore({ client: waitWhileThrottled(client, () => 0), table, now: fixedNow })
    await expect(store.openRun(run(1))).rejects.toMatchObject({ code: 'throttled' })
  })
})
