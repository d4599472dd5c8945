import { expect, it } from 'vitest'
import { closeOverdue } from '@fleet-auditor/audit/night/close-overdue.ts'
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
