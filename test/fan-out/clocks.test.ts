import { fleetSummary } from '@fleet-auditor/audit/queries/fleet-summary.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../audit-world/audit-in-terminal.ts'
import { fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { runFanOut } from './run-fan-out.ts'

const fleet = fleetOf()

describe('a cluster whose clock does not go right', () => {
  it.each([
    ['was a year ahead', { 21: '2027-11-21T02:00:00.000Z' }],
    ['falls a year behind', { 22: '2025-11-22T02:00:00.000Z' }],
    ['is a day behind', { 21: '2026-11-20T02:00:00.000Z', 22: '2026-11-21T02:00:00.000Z' }],
  ])('and %s is audited by the next run all the same', async (_, clocks: Readonly<Record<number, string>>) => {
    const world = smallWorld()
    const store = newStore(world)
    for (const day of [21, 22]) {
      const { now, run } = runOfDay(day)
      const clock = clocks[day]
      world.now = now
      world.clocks.clear()
      if (clock) world.clocks.set('payments', clock)
      world.clusters.set('payments', day === 21 ? 'careless' : 'healthy')
      await runFanOut({ run, fleet, world, store })
    }
    const { ledger } = (await store.readRun(runOfDay(22).run)) ?? {}
    expect(ledger).toContainEqual(expect.objectContaining({ id: 'eks:payments', outcome: 'audited' }))
    const registered = (await store.readRegistry()).find(({ cluster }) => cluster.name === 'payments')
    const findings = await store.queryFindings({ state: 'resolved' })
    expect(findings.filter(({ target }) => target.key === registered?.key)).not.toEqual([])
  })

  it('that is ahead is reported as unread when it cannot be read, and as gone when it is', async () => {
    const world = smallWorld()
    const store = newStore(world)
    world.clocks.set('payments', '2027-11-21T02:00:00.000Z')
    await runFanOut({ run: runOfDay(21).run, fleet, world, store })
    world.now = runOfDay(22).now
    world.clocks.clear()
    world.clusters.set('payments', 'hanging')
    await runFanOut({ run: runOfDay(22).run, fleet, world, store })
    const stale = (await store.ledger.readDigest(runOfDay(22).run))?.stale
    expect(stale).toMatchObject([{ cluster: 'eks:payments', since: runOfDay(21).now }])
    world.now = runOfDay(23).now
    world.scopes.set('aws:111122223333:eu-west-1', ['search'])
    await runFanOut({ run: runOfDay(23).run, fleet, world, store })
    const gone = (await store.readRegistry()).filter(({ goneIn }) => goneIn !== undefined)
    expect(gone.map(({ cluster }) => cluster.id)).toEqual(['eks:payments'])
    const open = await store.queryFindings({ state: 'open', target: { kind: 'cluster', key: gone[0]?.key ?? '' } })
    expect(open).toEqual([])
  })
})

describe('a machine whose clock was a month ahead', () => {
  const future = '2026-12-21T02:00:00.000Z'

  it.each([['terminal'], ['fan-out']])(
    'in one run of the %s: the first run after it was put right is stored, complete, and the fleet’s last',
    async (way) => {
      const world = smallWorld()
      const store = newStore(world)
      const audit = way === 'terminal' ? auditInTerminal : runFanOut
      for (const name of ['payments', 'search', 'orders', 'pay-in', 'books']) world.clocks.set(name, runOfDay(21).now)
      world.now = future
      await audit({ run: 'run-of-the-future', fleet, world, store })
      for (const day of [22, 23]) {
        const { now, run } = runOfDay(day)
        world.now = now
        world.clocks.clear()
        world.clusters.set('payments', day === 22 ? 'healthy' : 'careless')
        await audit({ run, fleet, world, store })
        const { state, ledger } = (await store.readRun(run)) ?? {}
        expect(state).toBe('complete')
        expect(ledger?.filter(({ outcome }) => outcome === 'superseded')).toEqual([])
        const { lastFleetRun, lastComplete } = await fleetSummary(fleet, [], { store, clock: { now: () => now } })
        expect([lastFleetRun?.id, lastComplete?.id]).toEqual([run, run])
      }
      const changes = await store.queryFindings({ state: 'open', check: 'unpinned-image' })
      expect(changes.map(({ changedIn }) => changedIn)).toContain(runOfDay(23).run)
    },
  )

  it('and whose clusters’ clocks still differ from it: superseded clusters are reported, and the run is not complete', async () => {
    const world = smallWorld()
    const store = newStore(world)
    world.now = future
    await runFanOut({ run: 'run-of-the-future', fleet, world, store })
    const { now, run } = runOfDay(22)
    world.now = now
    for (const name of ['payments', 'search', 'orders', 'pay-in', 'books']) world.clocks.set(name, future)
    const { state } = await runFanOut({ run, fleet, world, store })
    const stale = (await store.ledger.readDigest(run))?.stale.map(({ cluster }) => cluster)
    expect(state).toBe('incomplete')
    expect(stale).toEqual(['eks:payments', 'eks:search', 'eks:orders', 'eks:pay-in', 'gke:books'])
  })
})
