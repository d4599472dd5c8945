import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { describe, expect, it } from 'vitest'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { auditTargets, auditOnce, concludeRunOf, openRun, runFanOut } from './run-fan-out.ts'

const fleet = fleetOf()
const onDemand = { scopes: [], clusters: ['eks:payments'] }
const later = '2026-11-22T02:20:00.000Z'
const end = '2026-11-22T02:40:00.000Z'

async function registered(store: FleetStore, name: string) {
  return (await store.readRegistry()).find(({ cluster }) => cluster.name === name)
}

describe('an audit on demand while the nightly run goes on', () => {
  it('leaves the registry what was found last, whichever run ends last', async () => {
    const world = smallWorld()
    const store = newStore(world)
    await runFanOut({ run: runOfDay(21).run, fleet, world, store })
    world.now = runOfDay(22).now
    const fanOut = { run: runOfDay(22).run, fleet, world, store }
    await openRun(fanOut)
    await auditTargets(fanOut)
    world.now = later
    world.clusters.set('payments', 'healthy')
    await runFanOut({ run: 'on-demand', fleet, world, store, selection: onDemand })
    const after = await registered(store, 'payments')
    world.now = end
    await concludeRunOf(fanOut)
    expect(await registered(store, 'payments')).toEqual(after)
  })

  it('and finds a cluster that the nightly run’s listing had not: it is not gone', async () => {
    const world = smallWorld()
    const store = newStore(world)
    await runFanOut({ run: runOfDay(21).run, fleet, world, store })
    world.now = runOfDay(22).now
    world.scopes.set(aws('eu-west-1'), ['search'])
    const fanOut = { run: runOfDay(22).run, fleet, world, store }
    await openRun(fanOut)
    await auditTargets(fanOut)
    world.now = later
    world.scopes.set(aws('eu-west-1'), ['search', 'payments', 'returns'])
    world.clusters.set('returns', 'careless')
    const selection = { scopes: [aws('eu-west-1')], clusters: [] }
    await runFanOut({ run: 'on-demand', fleet, world, store, selection })
    world.now = end
    expect(await concludeRunOf(fanOut)).toMatchObject({ state: 'complete', counts: { resolved: 0 } })
    expect((await store.readRegistry()).filter(({ goneIn }) => goneIn !== undefined)).toEqual([])
  })
})

it('a shard whose store breaks ends with nothing under way, and begins no further cluster', async () => {
  const world = smallWorld()
  const store = newStore(world)
  const names = Array.from({ length: 20 }, (_, index) => `c${index}`)
  world.scopes.set(aws('eu-west-1'), names)
  const fanOut = { run: runOfDay(21).run, fleet, world, store }
  await openRun(fanOut)
  await auditTargets({ ...fanOut, order: () => [] })
  const recordAudit = (): Promise<never> => Promise.reject(new AuditorError('store', 'the table is throttled'))
  await expect(
    auditOnce({ ...fanOut, store: { ...store, recordAudit } }, { shard: 0, worker: 'eks' }, 0),
  ).rejects.toThrow('throttled')
  const begun = world.reads.size
  expect(begun).toBeLessThan(10)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(world.reads.size).toBe(begun)
})
