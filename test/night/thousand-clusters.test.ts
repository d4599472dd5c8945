import { expect, it } from 'vitest'
import { atMost } from '@fleet-auditor/model/run-plan.ts'
import type { Manner } from './canned-world.ts'
import { aws, fleetOf, nightOfDay, worldOf } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { runNight } from './run-night.ts'

/** Of every five one breaks our own code. */
const manner = (n: number): Manner => (n % 5 === 0 ? 'breaking' : n % 5 === 1 ? 'careless' : 'bare')
const clusters = (prefix: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${String(n).padStart(4, '0')}`, manner(n)]))

it('of a thousand clusters, a fifth of them broken, every one ends as a row', async () => {
  const world = worldOf({
    [aws('eu-west-1')]: clusters('a', 500),
    [aws('us-east-1')]: clusters('b', 300),
    'gcp:ledger': clusters('c', 200),
  })
  const store = await openedStore(world)
  const { run } = nightOfDay(21)
  const workers: string[] = []
  const summary = await runNight({
    run,
    fleet: fleetOf(),
    world,
    store,
    order: (shards) => {
      workers.push(...shards.map(({ worker }) => worker))
      return shards
    },
  })
  expect(workers.filter((worker) => worker !== 'planes')).toHaveLength(1000 / atMost.clustersOfShard)
  expect(summary).toMatchObject({ state: 'incomplete', counts: { clusters: 1000, audited: 800 } })
  const { ledger } = (await store.readRun(run)) ?? { ledger: [] }
  expect(new Set(ledger.map(({ id }) => id)).size).toBe(1000 + 3 + 1) // clusters, scopes, the plane
  expect(await store.readRegistry()).toHaveLength(1000)
}, 120_000)
