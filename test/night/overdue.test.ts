import { expect, it } from 'vitest'
import { closeOverdue } from '@fleet-auditor/audit/conclusion/close-overdue.ts'
import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import { fleetChecks } from '@fleet-auditor/checks/registry.ts'
import { portsOnto } from './canned-world.ts'
import { fleetOf, nightOfDay, smallWorld } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { auditNight, auditOnce, endNight, openNight, rules } from './run-night.ts'

it('a run past its deadline is closed as incomplete; what its workers stored is told', async () => {
  const world = smallWorld()
  const store = await openedStore(world)
  const { run } = nightOfDay(21)
  const fleet = fleetOf()
  const night = { run, fleet, world, store }
  await openNight(night)
  await auditNight({ ...night, order: (shards) => shards.slice(0, 1) })
  const overdue = { overdueMs: 3_600_000, fleet, fleetChecks, ruleSet: rules }
  expect(await closeOverdue(overdue, portsOnto(world, store))).toEqual([])
  world.now = '2026-11-21T04:00:00.000Z'
  const [closed, ...others] = await closeOverdue(overdue, portsOnto(world, store))
  expect(others).toEqual([])
  expect(closed).toMatchObject({ id: run, state: 'incomplete', counts: { clusters: 5, audited: 4 } })
  const { ledger } = (await store.readRun(run)) ?? {}
  expect(ledger).toContainEqual(expect.objectContaining({ id: 'gke:books', outcome: 'failed', cause: 'timeout' }))
  expect(await closeOverdue(overdue, portsOnto(world, store))).toEqual([])
  expect(await auditOnce(night, 1, 0)).toEqual({ left: 0 })
  expect(await endNight(night)).toEqual(closed)
})

it('a run past its deadline is found behind any number of later ones, and behind one that cannot be concluded', async () => {
  const world = smallWorld()
  const store = await openedStore(world)
  const fleet = fleetOf()
  const opened = { fleet: 'shop', state: 'running' as const, partial: true, ruleSet: rules, ledger: [] }
  await store.openRun({ ...opened, id: 'first', startedAt: world.now })
  await store.openRun({ ...opened, id: 'second', startedAt: world.now })
  world.now = '2026-11-21T04:00:00.000Z'
  for (let count = 0; count < 60; count++) {
    await store.openRun({ ...opened, id: `later-${count}`, startedAt: world.now })
  }
  const overdue = { overdueMs: 3_600_000, fleet, fleetChecks, ruleSet: rules }
  const ports = portsOnto(world, store)
  const readFailures: RunLedger['readFailures'] = (run) =>
    run === 'first' ? Promise.reject(new Error('damaged')) : store.ledger.readFailures(run)
  const broken = { ...ports, ledger: { ...store.ledger, readFailures } }
  expect(await closeOverdue(overdue, broken)).toMatchObject([{ id: 'second' }])
  await expect(closeOverdue(overdue, broken)).rejects.toThrow('damaged')
  expect(await closeOverdue(overdue, ports)).toMatchObject([{ id: 'first' }])
})
