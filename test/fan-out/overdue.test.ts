import { closeOverdue } from '@fleet-auditor/audit/fan-out/supervise-runs.ts'
import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { expect, it } from 'vitest'
import { contextOf } from '../audit-world/context-of.ts'
import { fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { portsOnto } from '../audit-world/world.ts'
import { auditTargets, auditOnce, concludeRunOf, openRun } from './run-fan-out.ts'

const overdueMs = 3_600_000

it('a run past its deadline is closed as incomplete; what its workers stored is reported', async () => {
  const world = smallWorld()
  const store = newStore(world)
  const { run } = runOfDay(21)
  const fleet = fleetOf()
  const fanOut = { run, fleet, world, store }
  await openRun(fanOut)
  await auditTargets({ ...fanOut, order: (shards) => shards.slice(0, 1) })
  const context = contextOf({ run: '', fleet, world })
  expect(await closeOverdue({ overdueMs }, context, portsOnto(world, store))).toEqual({ closed: [], failures: [] })
  world.now = '2026-11-21T04:00:00.000Z'
  const overdue = await closeOverdue({ overdueMs }, context, portsOnto(world, store))
  const [closed, ...others] = overdue.closed
  expect([others, overdue.failures]).toEqual([[], []])
  expect(closed).toMatchObject({ id: run, state: 'incomplete', counts: { clusters: 5, audited: 4 } })
  const { ledger } = (await store.readRun(run)) ?? {}
  expect(ledger).toContainEqual(expect.objectContaining({ id: 'gke:books', outcome: 'failed', cause: 'timeout' }))
  expect(await closeOverdue({ overdueMs }, context, portsOnto(world, store))).toEqual({ closed: [], failures: [] })
  expect(await auditOnce(fanOut, { shard: 1, worker: 'eks' }, 0)).toEqual({ remaining: 0 })
  expect(await concludeRunOf(fanOut)).toEqual(closed)
})

it('a run past its deadline is found behind any number of later ones, and behind one that cannot be concluded', async () => {
  const world = smallWorld()
  const store = newStore(world)
  const fleet = fleetOf()
  const opened = { fleet: 'shop', state: 'running' as const, partial: true, ruleSet: canonical(ruleSet), ledger: [] }
  await store.openRun({ ...opened, id: 'first', startedAt: world.now })
  await store.openRun({ ...opened, id: 'second', startedAt: world.now })
  world.now = '2026-11-21T04:00:00.000Z'
  for (let count = 0; count < 60; count++) {
    await store.openRun({ ...opened, id: `later-${count}`, startedAt: world.now })
  }
  const context = contextOf({ run: '', fleet, world })
  const ports = portsOnto(world, store)
  const readFailures: RunLedger['readFailures'] = (run) =>
    run === 'first' ? Promise.reject(new Error('damaged')) : store.ledger.readFailures(run)
  const broken = { ...ports, store: { ...store, ledger: { ...store.ledger, readFailures } } }
  expect(await closeOverdue({ overdueMs }, context, broken)).toMatchObject({
    closed: [{ id: 'second' }],
    failures: [{ message: 'damaged' }],
  })
  expect(await closeOverdue({ overdueMs }, context, broken)).toMatchObject({
    closed: [],
    failures: [{ message: 'damaged' }],
  })
  expect(await closeOverdue({ overdueMs }, context, ports)).toMatchObject({ closed: [{ id: 'first' }], failures: [] })
})
