import { fleetOf, runOfDay } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { seenRun } from '../audit-world/seen-run.ts'
import type { World } from '../audit-world/world.ts'
import { runFanOut, type FanOut } from './run-fan-out.ts'

const fleet = fleetOf()

/** A first run, and one before which something changed. */
export async function twoRuns(world: World, change: Partial<FanOut>): Promise<unknown> {
  const store = newStore(world)
  const [first, second] = [runOfDay(21), runOfDay(22)]
  await runFanOut({ run: first.run, fleet, world, store, ...change })
  world.now = second.now
  world.clusters.set('payments', 'healthy')
  world.clusters.set('search', 'careless')
  world.clusters.set('pay-in', 'hanging')
  world.scopes.set('gcp:ledger', [])
  await runFanOut({ run: second.run, fleet, world, store, ...change })
  return [await seenRun(store, first.run), await seenRun(store, second.run)]
}
