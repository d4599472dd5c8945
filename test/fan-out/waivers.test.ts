import { expect, it, vi } from 'vitest'
import { fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { runFanOut } from './run-fan-out.ts'

const waived = (expires: string, clusters = {}) => ({
  check: 'wildcard-role',
  owner: 'me',
  reason: 'known',
  expires,
  clusters,
})
const fleet = fleetOf({
  waivers: [waived('2026-11-22', { cluster: 'payments' }), waived('2026-12-31', { cluster: 'orders' })],
})

it.each([
  ['read', 'careless'],
  ['not read', 'hanging'],
] as const)(
  'a waiver that ended is reported once, by the run after its last day, of a cluster that is %s',
  async (_, behaviour) => {
    const world = smallWorld()
    const store = newStore(world)
    const onDeath = vi.fn<() => void>()
    const reported: [number, string | undefined, string[]][] = []
    for (const day of [21, 22, 23, 24]) {
      const { now, run } = runOfDay(day)
      world.now = now
      if (day === 23) world.clusters.set('payments', behaviour)
      const dies = { step: 'audit-shard', calls: 12, onDeath } as const
      await runFanOut({ run, fleet, world, store, ...(behaviour === 'careless' ? { dies } : {}) })
      const lines = (await store.ledger.readDigest(run))?.lines ?? []
      for (const line of lines.filter(({ check }) => check === 'wildcard-role')) {
        reported.push([day, `${line.kind}, ${line.why}`, line.clusters.map(({ cluster }) => cluster)])
      }
    }
    expect(onDeath).toHaveBeenCalledTimes(behaviour === 'careless' ? 4 : 0)
    expect(reported).toEqual([[23, 'reopened, waiver-expired', ['eks:payments']]])
  },
)
