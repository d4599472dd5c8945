import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { World } from './canned-world.ts'
import { fleetOf, nightOfDay } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { runNight, type NewRecord } from './run-night.ts'

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
export async function twoNights(world: World, change: Partial<NewRecord>): Promise<unknown> {
  const store = await openedStore(world)
  const [first, second] = [nightOfDay(21), nightOfDay(22)]
  await runNight({ run: first.run, fleet, world, store, ...change })
  world.now = second.now
  world.clusters.set('payments', 'healthy')
  world.clusters.set('search', 'careless')
  world.clusters.set('pay-in', 'hanging')
  world.scopes.set('gcp:ledger', [])
  await runNight({ run: second.run, fleet, world, store, ...change })
  return [await told(store, first.run), await told(store, second.run)]
}
