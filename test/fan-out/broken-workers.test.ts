import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import type { World } from '../audit-world/world.ts'
import { auditTargets, concludeRunOf, openRun, runFanOut } from './run-fan-out.ts'

const { run } = runOfDay(21)
const fleet = fleetOf()
const caught = { error: 'States.Timeout', cause: '' }

async function rowsOf(store: FleetStore, of = run): Promise<Map<string, string>> {
  const { ledger } = (await store.readRun(of)) ?? { ledger: [] }
  return new Map(ledger.map(({ id, outcome, cause }) => [id, cause ? `${outcome}: ${cause}` : outcome]))
}

async function runOver(world: World, change: (world: World) => void): Promise<FleetStore> {
  change(world)
  const store = newStore(world)
  const { state } = await runFanOut({ run, fleet, world, store })
  expect(state).toBe('incomplete')
  return store
}

describe('a run in which something breaks is never complete', () => {
  it('a scope that is down is a row, and its clusters are neither gone nor forgotten', async () => {
    const world = smallWorld()
    const store = newStore(world)
    await runFanOut({ run, fleet, world, store })
    const next = runOfDay(22)
    world.now = next.now
    world.scopes.set(aws('us-east-1'), failed('throttled', 'slow down'))
    const { state } = await runFanOut({ run: next.run, fleet, world, store })
    expect(state).toBe('incomplete')
    const rows = await rowsOf(store, next.run)
    expect(rows.get(aws('us-east-1'))).toBe('failed: throttled')
    expect(rows.has('eks:orders')).toBe(false)
    const registry = await store.readRegistry()
    expect(registry.filter(({ goneIn }) => goneIn !== undefined)).toEqual([])
    const digest = await store.ledger.readDigest(next.run)
    expect(digest?.unreadScopes).toEqual([{ scope: aws('us-east-1'), detail: 'slow down' }])
    expect(digest?.lines).toEqual([])
  })

  it('clusters that hang end by their deadline, and the others are audited', async () => {
    const store = await runOver(smallWorld(), ({ clusters }) => {
      for (const name of ['payments', 'orders', 'books']) clusters.set(name, 'hanging')
      clusters.set('search', 'throwing')
    })
    const rows = await rowsOf(store)
    for (const id of ['eks:payments', 'eks:orders', 'gke:books']) expect(rows.get(id)).toBe('unreachable: timeout')
    expect(rows.get('eks:search')).toBe('failed: tool-error')
    expect(rows.get('eks:pay-in')).toBe('audited')
  })

  it.each([
    ['one cluster kills its worker', ['payments']],
    ['two clusters do', ['payments', 'orders']],
  ])('%s: it alone fails, and is tried no more than twice', async (_, deadly) => {
    const world = smallWorld()
    const store = await runOver(world, ({ clusters }) => {
      for (const name of deadly) clusters.set(name, 'killing')
    })
    const rows = await rowsOf(store)
    for (const [id, outcome] of rows) {
      if (!id.startsWith('eks:')) continue
      expect(`${id} ${outcome}`).toBe(`${id} ${deadly.includes(id.slice(4)) ? 'failed: worker-died' : 'audited'}`)
    }
    expect(Math.max(...world.reads.values())).toBeLessThanOrEqual(deadly.length + 1)
    const died = (await store.readRun(run))?.ledger.filter(({ outcome }) => outcome === 'failed')
    expect(new Set(died?.map(({ detail }) => detail))).toEqual(new Set(['the worker died while auditing this cluster']))
  })

  it('each cluster of a shard whose worker never started has the recorded cause', async () => {
    const world = smallWorld()
    const store = newStore(world)
    const fanOut = { run, fleet, world, store }
    await openRun(fanOut)
    await auditTargets({ ...fanOut, order: () => [] })
    await recordFailure(run, { kind: 'shard', shard: 0 }, caught, { store })
    expect((await concludeRunOf(fanOut)).state).toBe('incomplete')
    const rows = await rowsOf(store)
    expect(rows.get('eks:payments')).toBe('failed: timeout')
    expect(rows.get('gke:books')).toBe('failed: worker-died')
    expect(rows.get(aws('eu-west-1'))).toBe('listed')
  })

  it.each([
    ['nothing but the start', async () => {}],
    ['not even the start', undefined],
  ])('%s took place: every scope of the fleet file is a row', async (name, open) => {
    const world = smallWorld()
    const store = newStore(world)
    const fanOut = { run, fleet, world, store }
    if (open) await openRun(fanOut)
    await recordFailure(run, { kind: 'step', step: open ? 'plan-scopes' : 'start-run' }, caught, { store })
    expect((await concludeRunOf(fanOut)).state).toBe('incomplete')
    const rows = await rowsOf(store)
    expect([...rows.values()].every((row) => row === 'failed: timeout')).toBe(true)
    expect(rows.has('gcp:ledger')).toBe(name === 'nothing but the start')
    expect(rows.has(open ? 'plan-scopes' : 'start-run')).toBe(true)
  })

  it('a discovery that breaks our own code is that scope’s row', async () => {
    const world = smallWorld()
    const store = newStore(world)
    await store.ledger.putGroup(run, 0, { worker: 'eks', scopes: [{ provider: 'eks', account: '1', region: 'a' }] })
    const broken = () => Promise.reject(new TypeError('no such thing'))
    const discoveries = { eks: broken, gke: broken, aks: broken, kubeconfig: broken }
    const ports = { discoveries, progress: () => {}, store }
    await discoverScopes({ group: 0 }, contextOf({ run, fleet, world }), ports)
    const discovered = (await store.ledger.readDiscovered(run)).get(0)
    expect(discovered).toMatchObject([{ complete: false, row: { outcome: 'failed', cause: 'tool-error' } }])
  })
})
