import { expect, it } from 'vitest'
import { aws, fleetOf, runOfDay, worldOf } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { auditOnce, auditTargets, concludeRunOf, openRun, runFanOut } from './run-fan-out.ts'

const fleet = fleetOf({ sources: { gcp: [] } })
const { run } = runOfDay(21)
const clusters = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, 'bare' as const]))
const worldOfTwelve = () => worldOf({ [aws('eu-west-1')]: clusters, [aws('us-east-1')]: {} })

it('a shard whose time runs out hands back what is not begun, and reports only what is done', async () => {
  const world = worldOfTwelve()
  const store = newStore(world)
  let asked = 0
  const fanOut = { run, fleet, world, store, remainingMs: () => (asked++ < 5 ? 600_000 : 0) }
  await openRun(fanOut)
  await auditTargets({ ...fanOut, order: () => [] })
  expect(await auditOnce(fanOut, { shard: 0, worker: 'eks' }, 0)).toEqual({ remaining: 7 })
  expect((await store.ledger.readReports(run)).get(0)).toHaveLength(5)
  asked = 0
  expect(await auditOnce(fanOut, { shard: 0, worker: 'eks' }, 1)).toEqual({ remaining: 2 })
  asked = 0
  expect(await auditOnce(fanOut, { shard: 0, worker: 'eks' }, 2)).toEqual({ remaining: 0 })
  expect((await store.ledger.readReports(run)).get(0)).toHaveLength(12)
  expect(await auditOnce(fanOut, { shard: 1, worker: 'planes' }, 0)).toEqual({ remaining: 0 })
  expect([...world.reads.values()].every((reads) => reads === 1)).toBe(true)
  expect(await concludeRunOf(fanOut)).toMatchObject({ state: 'complete', counts: { audited: 12 } })
})

it('one that runs out of time in each of its passes reports a timeout for each cluster', async () => {
  const world = worldOfTwelve()
  const store = newStore(world)
  const summary = await runFanOut({ run, fleet, world, store, remainingMs: () => 0 })
  expect(summary).toMatchObject({ state: 'incomplete', counts: { clusters: 12, audited: 0 } })
  const { ledger } = (await store.readRun(run)) ?? { ledger: [] }
  const causes = ledger.flatMap(({ kind, outcome, cause }) => (kind === 'cluster' ? [`${outcome} ${cause}`] : []))
  expect(new Set(causes)).toEqual(new Set(['failed timeout']))
})

it('a delivery that comes after the run was closed does nothing', async () => {
  const world = worldOfTwelve()
  const store = newStore(world)
  const fanOut = { run, fleet, world, store }
  await openRun(fanOut)
  await auditTargets({ ...fanOut, order: () => [] })
  await concludeRunOf(fanOut)
  expect(await auditOnce(fanOut, { shard: 0, worker: 'eks' }, 0)).toEqual({ remaining: 0 })
  expect(world.reads.size).toBe(0)
})
