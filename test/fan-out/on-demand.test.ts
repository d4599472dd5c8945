import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { describe, expect, it } from 'vitest'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { runFanOut } from './run-fan-out.ts'

const fleet = fleetOf()
const nothing: RunSelection = { scopes: [], clusters: [] }

describe('a run of a part of the fleet', () => {
  it.each<[string, Partial<RunSelection>, string[]]>([
    ['one cluster, by its id', { clusters: ['eks:payments'] }, ['payments']],
    ['one cluster, by its locator', { clusters: ['gke/books'] }, ['books']],
    ['one scope', { scopes: [aws('us-east-1')] }, ['orders', 'pay-in']],
    ['a cluster and a scope', { clusters: ['gke/books'], scopes: [aws('us-east-1')] }, ['books', 'orders', 'pay-in']],
  ])('audits %s, and leaves the rest as it was', async (_, asked, names) => {
    const world = smallWorld()
    const store = newStore(world)
    await runFanOut({ run: runOfDay(21).run, fleet, world, store })
    const before = await store.readRegistry()
    world.reads.clear()
    const { now, run } = runOfDay(22)
    world.now = now
    world.scopes.set('gcp:ledger', asked.clusters?.includes('gke/books') ? ['books'] : [])
    const selection = { ...nothing, ...asked }
    const summary = await runFanOut({ run, fleet, world, store, selection })
    expect(summary).toMatchObject({ state: 'complete', partial: true, counts: { clusters: names.length } })
    expect([...world.reads.keys()].toSorted()).toEqual(names)
    expect(await store.readRegistry()).toEqual(before)
    expect(await store.readHistory({ kind: 'fleet', key: 'fleet' }, 5)).toHaveLength(1)
  })

  it('looks everywhere for a cluster that is not known yet', async () => {
    const world = smallWorld()
    const store = newStore(world)
    const { run } = runOfDay(21)
    const selection = { ...nothing, clusters: ['eks:orders'] }
    const summary = await runFanOut({ run, fleet, world, store, selection })
    expect(summary).toMatchObject({ state: 'complete', counts: { clusters: 1, audited: 1 } })
  })

  it.each<[string, Partial<RunSelection>, string]>([
    ['a cluster that no scope lists', { clusters: ['eks:nowhere'] }, 'eks:nowhere'],
    ['a scope that no source has', { scopes: ['aws:1:eu-west-1'] }, 'aws:1:eu-west-1'],
  ])('is not complete when it was asked for %s', async (_, asked, id) => {
    const world = smallWorld()
    const store = newStore(world)
    const { run } = runOfDay(21)
    const { state } = await runFanOut({ run, fleet, world, store, selection: { ...nothing, ...asked } })
    expect(state).toBe('incomplete')
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger).toContainEqual(expect.objectContaining({ id, outcome: 'failed', cause: 'undeclared' }))
  })
})
