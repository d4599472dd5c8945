import { describe, expect, it } from 'vitest'
import { fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { runFanOut } from './run-fan-out.ts'

const waived = (expires: string, clusters = {}) =>
  fleetOf({ waivers: [{ check: 'unreachable-cluster', owner: 'me', reason: 'migrating', expires, clusters }] })

describe('a run in which one of five clusters is unreachable', () => {
  it.each([
    ['incomplete without a waiver', fleetOf(), 'incomplete'],
    ['complete where a waiver accepts that it is', waived('2026-12-31', { cluster: 'payments' }), 'complete'],
    ['incomplete once that waiver has expired', waived('2026-11-20', { cluster: 'payments' }), 'incomplete'],
    ['incomplete where the waiver is for another cluster', waived('2026-12-31', { cluster: 'orders' }), 'incomplete'],
  ])('is %s, and its coverage is 4 of 5', async (_, fleet, state) => {
    const world = smallWorld()
    world.clusters.set('payments', 'hanging')
    const { run } = runOfDay(21)
    const summary = await runFanOut({ run, fleet, world, store: newStore(world) })
    expect(summary).toMatchObject({ state, coverage: { read: 4, known: 5 } })
  })
})

describe('a run of one of five known clusters', () => {
  it('is complete, partial, and its coverage is 1 of 5', async () => {
    const world = smallWorld()
    const store = newStore(world)
    await runFanOut({ run: runOfDay(21).run, fleet: fleetOf(), world, store })
    const { now, run } = runOfDay(22)
    world.now = now
    const selection = { scopes: [], clusters: ['eks:payments'] }
    const summary = await runFanOut({ run, fleet: fleetOf(), world, store, selection })
    expect(summary).toMatchObject({ state: 'complete', partial: true, coverage: { read: 1, known: 5 } })
  })
})
