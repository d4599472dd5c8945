import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { waitWhileThrottled } from '@fleet-auditor/adapters/store/table/client.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
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
  // One of 40 shards has 100 units a second of a new table's 4,000. 50 clusters with 100 findings each take 20,000 and
  // more, so that the clocks of bucket and patience run twenty times as fast.
  const speed = 20

  it.each([
    ['its fair share', 100, 100],
    ['a quarter of that', 25, 10],
  ])(
    'stores every cluster of a shard on %s of the units, in one delivery, with no error',
    async (_, rate, findings) => {
      const table = `rate-${rate}`
      await createTable(database.client(), table)
      const plain = createStore({ client: database.client(), table, now: fixedNow })
      await plain.openRun(run(1))
      const { client, throttled, units } = throttledEngine(database.engine, { rate: rate * speed, burst: 5 * rate })
      const begun = performance.now()
      // A worker has 15 minutes (infra/functions.ts).
      const patience = () => 900_000 / speed - (performance.now() - begun)
      const store = createStore({ client: waitWhileThrottled(client, patience), table, now: fixedNow, patience })
      const limit = pLimit(32)
      const ends = await Promise.all(
        clusters.map((key) =>
          limit(() => {
            const all = Array.from({ length: findings }, (__, at) => finding(`${key}-${at}`))
            return store.recordAudit(record(cluster(key), 1, { changes: all.map(opened) }))
          }),
        ),
      )
      expect(new Set(ends)).toEqual(new Set(['committed']))
      expect(throttled()).toBeGreaterThan(100)
      expect(units()).toBeGreaterThan(50 * findings * 4)
      expect(await plain.queryFindings({ state: 'open' })).toHaveLength(50 * findings)
      for (const key of clusters) expect((await plain.readState(cluster(key))).findings).toHaveLength(findings)
    },
  )

  it('ends in an error that can be tried again, once its time is over', async () => {
    const table = 'no-time'
    await createTable(database.client(), table)
    const { client } = throttledEngine(database.engine, { rate: 0, burst: 0 })
    const store = createStore({ client: waitWhileThrottled(client, () => 0), table, now: fixedNow })
    await expect(store.openRun(run(1))).rejects.toMatchObject({ code: 'throttled' })
  })
})
