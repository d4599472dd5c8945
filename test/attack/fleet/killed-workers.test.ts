import type { Engine } from '@fleet-auditor/adapters/store/embedded/engine/engine.ts'
import { clientOf } from '@fleet-auditor/adapters/store/embedded/engine/table-client.ts'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { closeOverdue } from '@fleet-auditor/audit/fan-out/supervise-runs.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextOf } from '../../audit-world/context-of.ts'
import { expectViewsAgree } from '../../audit-world/expect-views-agree.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../../audit-world/fleets.ts'
import { never, portsOnto, type World } from '../../audit-world/world.ts'
import { auditTargets, concludeRunOf, openRun, runFanOut } from '../../fan-out/run-fan-out.ts'
import { openEngineDatabase, type EngineDatabase } from '../../store/engine-database.ts'

/** Every so many writes of the first 40 are one to die at; with 1 all of them, two seconds each. */
const stride = Number(process.env['WORKER_STRIDE'] ?? 3)
const fleet = fleetOf()

let database: EngineDatabase
beforeAll(async () => void (database = await openEngineDatabase()))
afterAll(() => database.close())

/** The database as a worker has it that is killed once its last write is in the table. */
const cut = (engine: Engine, writes: number, die: () => void): Engine => {
  let left = writes
  return {
    ...engine,
    answer: async (name, body) => {
      if (left <= 0) return never()
      const isWrite = /^(Put|Update|Delete|BatchWrite)/.test(name)
      if (isWrite) left -= 1
      const last = isWrite && left === 0
      const answer = await engine.answer(name, body)
      if (!last) return answer
      die()
      return never()
    },
  }
}

function changeSides(world: World): void {
  world.now = runOfDay(22).now
  world.clusters.set('payments', 'bare').set('search', 'careless').set('orders', 'healthy').set('returns', 'careless')
  world.scopes.set(aws('eu-west-1'), ['payments', 'search', 'returns'])
}

/** A run whose workers are all killed at this write, after a good one; ended by conclude-run, or by the watchdog. */
async function runKilledAt(writes: number, byWatchdog: boolean): Promise<FleetStore> {
  const world = smallWorld()
  const table = `killed-${writes}`
  const storeOver = (engine: Engine): FleetStore =>
    createStore({ client: clientOf(engine), table, now: () => world.now })
  await createTable(database.client(), table)
  const store = storeOver(database.engine)
  await runFanOut({ run: runOfDay(21).run, fleet, world, store })
  changeSides(world)
  const storeOfWorker = (_: FleetStore, die: () => void) => storeOver(cut(database.engine, writes, die))
  const fanOut = { run: runOfDay(22).run, fleet, world, store, storeOfWorker }
  await openRun(fanOut)
  await auditTargets(fanOut)
  if (!byWatchdog) await concludeRunOf(fanOut)
  else {
    world.now = '2026-11-22T04:00:00.000Z'
    const context = contextOf({ run: '', fleet, world })
    const closed = await closeOverdue({ overdueMs: 3_600_000 }, context, portsOnto(world, store))
    expect(closed).toMatchObject({ closed: [{ id: fanOut.run }], failures: [] })
  }
  return store
}

describe('every worker of a run is killed at one of its writes, in each of its attempts', () => {
  it('and whichever write it is, summary and findings agree once the run is concluded or the watchdog closed it', async () => {
    const ends = new Set<string>()
    for (let writes = 1; writes <= 40; writes += stride) {
      const store = await runKilledAt(writes, writes % 2 === 0)
      expect([writes, await expectViewsAgree(store)]).toEqual([writes, expect.any(Number)])
      const { ledger = [] } = (await store.readRun(runOfDay(22).run)) ?? {}
      const ofClusters = ledger.filter(({ kind }) => kind === 'cluster')
      for (const { outcome, cause } of ofClusters) ends.add(`${outcome} ${cause ?? ''}`.trim())
    }
    // Some were recorded before the worker died, some were not.
    expect([...ends].toSorted()).toEqual(expect.arrayContaining(['audited', 'failed tool-error']))
  }, 300_000)
})
