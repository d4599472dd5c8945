import { expect, it } from 'vitest'
import { fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { auditTargets, auditOnce, concludeRunOf, openRun, runFanOut } from './run-fan-out.ts'

const fleet = fleetOf()

it('two conclusions at once close one run with one set of findings', async () => {
  const world = smallWorld()
  const store = newStore(world)
  await runFanOut({ run: runOfDay(21).run, fleet, world, store })
  const { now, run } = runOfDay(22)
  world.now = now
  world.clusters.set('payments', 'healthy')
  world.clusters.set('search', 'careless')
  world.scopes.set('gcp:ledger', [])
  const fanOut = { run, fleet, world, store }
  await openRun(fanOut)
  await auditTargets(fanOut)
  const [one, other] = await Promise.all([concludeRunOf(fanOut), concludeRunOf(fanOut)])
  expect(one).toEqual(other)
  const digest = await store.ledger.readDigest(run)
  expect(digest?.run).toEqual(one)
  expect(digest?.lines.filter(({ check, kind }) => check === 'vanished-cluster' && kind === 'opened')).toHaveLength(1)
  const fingerprints = (await store.queryFindings({})).map(({ fingerprint }) => fingerprint)
  expect(new Set(fingerprints).size).toBe(fingerprints.length)
})

it('two workers of one shard at once report what one would', async () => {
  const alone = smallWorld()
  const store = newStore(alone)
  const doubled = newStore(alone)
  const { run } = runOfDay(21)
  await runFanOut({ run, fleet, world: alone, store })
  const fanOut = { run, fleet, world: alone, store: doubled }
  await openRun(fanOut)
  await auditTargets({ ...fanOut, order: () => [] })
  alone.turns = (cluster) => cluster.length
  for (const shard of [0, 1]) {
    const planned = { shard, worker: 'eks' } as const
    await Promise.all([auditOnce(fanOut, planned, 0), auditOnce(fanOut, planned, 0)])
  }
  await auditOnce(fanOut, { shard: 2, worker: 'planes' }, 0)
  await concludeRunOf(fanOut)
  const reported = async (each: typeof store) => [await each.readRun(run), await each.ledger.readDigest(run)]
  expect(await reported(doubled)).toEqual(await reported(store))
})
