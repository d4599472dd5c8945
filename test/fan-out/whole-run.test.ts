import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import { describe, expect, it } from 'vitest'
import { fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { runFanOut } from './run-fan-out.ts'

describe('a complete run', () => {
  it('ends complete, with a row for every scope and cluster, and everything in its place', async () => {
    const world = smallWorld()
    const store = newStore(world)
    const { run } = runOfDay(21)
    const summary = await runFanOut({ run, fleet: fleetOf(), world, store })
    expect(summary).toMatchObject({ id: run, state: 'complete', partial: false, counts: { clusters: 5, audited: 5 } })
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger?.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'aws:111122223333:eu-west-1 listed',
      'aws:111122223333:us-east-1 listed',
      'gcp:ledger listed',
      'eks:payments audited',
      'eks:search audited',
      'eks:orders audited',
      'eks:pay-in audited',
      'gke:books audited',
      'plane:central audited',
    ])
    const registry = await store.readRegistry()
    expect(new Map(registry.map(({ key, team }) => [key, team]))).toEqual(
      new Map([
        [clusterKey('eks/payments'), 'payments'],
        [clusterKey('eks/search'), 'shop'],
        [clusterKey('eks/orders'), 'shop'],
        [clusterKey('eks/pay-in'), 'payments'],
        [clusterKey('gke/books'), 'shop'],
      ]),
    )
    const digest = await store.ledger.readDigest(run)
    expect(digest).toMatchObject({ run: { state: 'complete', counts: summary.counts }, baseline: true })
  })

  it('is followed by one that reports only what changed', async () => {
    const world = smallWorld()
    const store = newStore(world)
    await runFanOut({ run: runOfDay(21).run, fleet: fleetOf(), world, store })
    const { now, run } = runOfDay(22)
    world.now = now
    world.clusters.set('payments', 'healthy')
    const summary = await runFanOut({ run, fleet: fleetOf(), world, store })
    expect(summary.counts?.resolved).toBeGreaterThan(0)
    const digest = await store.ledger.readDigest(run)
    expect(digest?.baseline).toBe(false)
    expect(new Set(digest?.lines.flatMap((line) => line.clusters.map(({ cluster }) => cluster)))).toEqual(
      new Set(['eks:payments', 'fleet']),
    )
  })
})
