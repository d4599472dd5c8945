import { atMost } from '@fleet-auditor/model/run-plan.ts'
import { expect, it } from 'vitest'
import { aws, fleetOf, runOfDay, worldOf } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import type { Behaviour } from '../audit-world/world.ts'
import { runFanOut } from './run-fan-out.ts'

/** Of every five one breaks our own code. */
const behaviour = (n: number): Behaviour => (n % 5 === 0 ? 'throwing' : n % 5 === 1 ? 'careless' : 'bare')
const clusters = (prefix: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${String(n).padStart(4, '0')}`, behaviour(n)]))

it('of a thousand clusters, a fifth of them broken, every one ends as a row', async () => {
  const world = worldOf({
    [aws('eu-west-1')]: clusters('a', 500),
    [aws('us-east-1')]: clusters('b', 300),
    'gcp:ledger': clusters('c', 200),
  })
  const store = newStore(world)
  const { run } = runOfDay(21)
  const workers: string[] = []
  const summary = await runFanOut({
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
