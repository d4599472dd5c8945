import { expect, it } from 'vitest'
import { fleetOf, nightOfDay, smallWorld } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { auditNight, auditOnce, endNight, openNight, runNight } from './run-night.ts'

const fleet = fleetOf()

it('two conclusions at once close one run with one set of findings', async () => {
  const world = smallWorld()
  const store = await openedStore(world)
  await runNight({ run: nightOfDay(21).run, fleet, world, store })
  const { now, run } = nightOfDay(22)
  world.now = now
  world.clusters.set('payments', 'healthy')
  world.clusters.set('search', 'careless')
  world.scopes.set('gcp:ledger', [])
  const night = { run, fleet, world, store }
  await openNight(night)
  await auditNight(night)
  const [one, other] = await Promise.all([endNight(night), endNight(night)])
  expect(one).toEqual(other)
  const digest = await store.ledger.readDigest(run)
  expect(digest?.run).toEqual(one)
  expect(digest?.lines.filter(({ check, kind }) => check === 'vanished-cluster' && kind === 'opened')).toHaveLength(1)
  const fingerprints = (await store.queryFindings({})).map(({ fingerprint }) => fingerprint)
  expect(new Set(fingerprints).size).toBe(fingerprints.length)
})

it('two workers of one shard at once tell what one would', async () => {
  const alone = smallWorld()
  const store = await openedStore(alone)
  const doubled = await openedStore(alone)
  const { run } = nightOfDay(21)
  await runNight({ run, fleet, world: alone, store })
  const night = { run, fleet, world: alone, store: doubled }
  await openNight(night)
  await auditNight({ ...night, order: () => [] })
  alone.turns = (cluster) => cluster.length
  for (const shard of [0, 1]) await Promise.all([auditOnce(night, shard, 0), auditOnce(night, shard, 0)])
  await auditOnce(night, 2, 0)
  await endNight(night)
  const told = async (each: typeof store) => [await each.readRun(run), await each.ledger.readDigest(run)]
  expect(await told(doubled)).toEqual(await told(store))
})
