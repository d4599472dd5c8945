import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { createRecords, type MemoryRecords } from '@fleet-auditor/adapters/store/memory/records.ts'
import { closeOverdue } from '@fleet-auditor/audit/fan-out/supervise-runs.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../audit-world/context-of.ts'
import { expectViewsAgree } from '../audit-world/expect-views-agree.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { never, portsOnto, type World } from '../audit-world/world.ts'
import { dying, lifetimeOf } from './dying-worker.ts'
import { auditTargets, concludeRunOf, openRun, runFanOut, type FanOut } from './run-fan-out.ts'

const fleet = fleetOf()
const overdueMs = 3_600_000

/** How a run ends whose workers died. */
const ends: readonly (readonly [name: string, end: (fanOut: FanOut) => Promise<unknown>])[] = [
  ['concluded', concludeRunOf],
  [
    'closed by the watchdog',
    async ({ world, store }) => {
      world.now = '2026-11-22T04:00:00.000Z'
      const closed = await closeOverdue({ overdueMs }, contextOf({ run: '', fleet, world }), portsOnto(world, store))
      expect(closed).toMatchObject({ closed: [{ id: runOfDay(22).run }], failures: [] })
    },
  ],
]

/** One run of a healthy fleet, then one in which some clusters got worse, some better, and one is new. */
async function secondRun(
  storeOfWorker: (records: MemoryRecords) => FanOut['storeOfWorker'],
  end: (fanOut: FanOut) => Promise<unknown>,
): Promise<FleetStore> {
  const world = smallWorld()
  const records = createRecords()
  const store = createMemoryStore({ clock: { now: () => world.now }, records })
  await runFanOut({ run: runOfDay(21).run, fleet, world, store })
  changeSides(world)
  const fanOut = { run: runOfDay(22).run, fleet, world, store, storeOfWorker: storeOfWorker(records) }
  await openRun(fanOut)
  await auditTargets(fanOut)
  await end(fanOut)
  return store
}

function changeSides(world: World): void {
  world.now = runOfDay(22).now
  world.clusters.set('payments', 'bare').set('search', 'careless').set('orders', 'healthy').set('returns', 'careless')
  world.scopes.set(aws('eu-west-1'), ['payments', 'search', 'returns'])
}

/** Every worker that would record this cluster dies when its findings are committed and their record is not written. */
const cutAfterCommit =
  (name: string) =>
  (records: MemoryRecords): FanOut['storeOfWorker'] =>
  (store, die) => ({
    ...store,
    recordAudit: async (record) => {
      if (record.target.key !== clusterKey(`eks/${name}`)) return store.recordAudit(record)
      const before = new Set(records.audits.keys())
      await store.recordAudit(record)
      for (const key of records.audits.keys()) if (!before.has(key)) records.audits.delete(key)
      die()
      return never()
    },
  })

/** Every worker dies at this call of the store. */
const dyingAt = (call: number) => (): FanOut['storeOfWorker'] => (store, die) => {
  const life = lifetimeOf(call)
  void life.death.then(die)
  return dying(store, life)
}

describe.each(ends)('a run whose workers were killed again and again, %s: registry and findings agree', (_, end) => {
  it.each(['payments', 'search', 'orders', 'returns'])(
    'right after the findings of %s were committed, before their record was written',
    async (name) => {
      const store = await secondRun(cutAfterCommit(name), end)
      expect(await expectViewsAgree(store)).toBeGreaterThan(0)
      const { run } = runOfDay(22)
      const { ledger = [] } = (await store.readRun(run)) ?? {}
      expect(ledger).toContainEqual(
        expect.objectContaining({ id: `eks:${name}`, outcome: 'failed', cause: 'worker-died' }),
      )
      const { head } = await store.readState({ kind: 'cluster', key: clusterKey(`eks/${name}`) })
      expect(head?.run).toBe(run)
    },
  )

  it.each(Array.from({ length: 17 }, (__, at) => at + 2))('at call %i of the store', async (call) => {
    expect(await expectViewsAgree(await secondRun(dyingAt(call), end))).toBeGreaterThan(0)
  })
})

it('what was committed without a record is in the digest', async () => {
  const store = await secondRun(cutAfterCommit('search'), concludeRunOf)
  const digest = await store.ledger.readDigest(runOfDay(22).run)
  const named = digest?.lines.filter(({ kind }) => kind === 'opened').flatMap(({ clusters }) => clusters)
  expect(JSON.stringify(named)).toContain('search')
})
