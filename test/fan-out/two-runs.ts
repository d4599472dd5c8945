import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { World } from './world.ts'
import { fleetOf, runOfDay } from './fleets.ts'
import { newStore } from './new-store.ts'
import { runFanOut, type FanOut } from './run-fan-out.ts'

const fleet = fleetOf()

/** All that people see of a run. */
async function told(store: FleetStore, run: string): Promise<unknown> {
  const [stored, digest, findings, registry] = await Promise.all([
    store.readRun(run),
    store.ledger.readDigest(run),
    store.queryFindings({}),
    store.readRegistry(),
  ])
  const order = ({ fingerprint }: { fingerprint: string }): string => fingerprint
  return {
    stored,
    digest,
    findings: findings.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
    registry: registry.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  }
}

/** A first night, and one after which something changed. */
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
  return [await told(store, first.run), await told(store, second.run)]
}
