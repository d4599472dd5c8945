import { expect, it } from 'vitest'
import { aws, fleetOf, nightOfDay, worldOf } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { auditOnce, auditNight, endNight, openNight, runNight } from './run-night.ts'

const fleet = fleetOf({ sources: { gcp: [] } })
const { run } = nightOfDay(21)
const clusters = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, 'bare' as const]))
const worldOfTwelve = () => worldOf({ [aws('eu-west-1')]: clusters, [aws('us-east-1')]: {} })

it('a shard whose time runs out hands back what is not begun, and reports only what is done', async () => {
  const world = worldOfTwelve()
  const store = await openedStore(world)
  let asked = 0
  const night = { run, fleet, world, store, remainingMs: () => (asked++ < 5 ? 600_000 : 0) }
  await openNight(night)
  await auditNight({ ...night, order: () => [] })
  expect(await auditOnce(night, 0, 0)).toEqual({ left: 7 })
  expect((await store.ledger.readReports(run)).get(0)).toHaveLength(5)
  asked = 0
  expect(await auditOnce(night, 0, 1)).toEqual({ left: 2 })
  asked = 0
  expect(await auditOnce(night, 0, 2)).toEqual({ left: 0 })
  expect((await store.ledger.readReports(run)).get(0)).toHaveLength(12)
  expect(await auditOnce(night, 1, 0)).toEqual({ left: 0 }) // the planes
  expect([...world.reads.values()].every((reads) => reads === 1)).toBe(true)
  expect(await endNight(night)).toMatchObject({ state: 'complete', counts: { audited: 12 } })
})

it('one that is handed back to the end of its passes says so of each cluster', async () => {
  const world = worldOfTwelve()
  const store = await openedStore(world)
  const summary = await runNight({ run, fleet, world, store, remainingMs: () => 0 })
  expect(summary).toMatchObject({ state: 'incomplete', counts: { clusters: 12, audited: 0 } })
  const { ledger } = (await store.readRun(run)) ?? { ledger: [] }
  const causes = ledger.flatMap(({ kind, outcome, cause }) => (kind === 'cluster' ? [`${outcome} ${cause}`] : []))
  expect(new Set(causes)).toEqual(new Set(['failed timeout']))
})

it('a delivery that comes after the run was closed does nothing', async () => {
  const world = worldOfTwelve()
  const store = await openedStore(world)
  const night = { run, fleet, world, store }
  await openNight(night)
  await auditNight({ ...night, order: () => [] })
  await endNight(night)
  expect(await auditOnce(night, 0, 0)).toEqual({ left: 0 })
  expect(world.reads.size).toBe(0)
})
