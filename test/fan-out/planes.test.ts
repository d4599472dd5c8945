import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { auditOnce, openRun, runFanOut } from './run-fan-out.ts'

const withPlanes = (...planes: object[]) => FleetFile.parse({ ...fleetOf(), planes })
const unowned = {
  name: 'east',
  url: 'https://meshery.example',
  region: 'eu-west-1',
  hosting: 'kubernetes',
  discovery: 'embedded',
  manages: [{}],
}
const withTeam = { ...unowned, team: 'platform', onCall: '#ops' }

describe('planes of a run', () => {
  it('are judged, counted in the first run, and reported when they change', async () => {
    const world = smallWorld()
    const store = newStore(world)
    const target = { kind: 'plane', key: 'east' } as const
    await runFanOut({ run: runOfDay(21).run, fleet: withPlanes(unowned), world, store })
    const [open, ...rest] = (await store.readState(target)).findings
    expect(rest).toEqual([])
    expect(open).toMatchObject({ check: 'unowned-plane', state: 'open', subject: { kind: 'Plane', name: 'east' } })
    const { now, run } = runOfDay(22)
    world.now = now
    const summary = await runFanOut({ run, fleet: withPlanes(withTeam), world, store })
    expect(summary).toMatchObject({ state: 'complete', counts: { clusters: 5, resolved: 1 } })
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger?.filter(({ id }) => id.startsWith('plane:'))).toEqual([
      { id: 'plane:east', kind: 'plane', outcome: 'audited' },
    ])
    const lines = (await store.ledger.readDigest(run))?.lines.filter(({ check }) => check === 'unowned-plane')
    expect(lines).toMatchObject([{ kind: 'resolved', why: 'fixed', clusters: [{ cluster: 'plane:east' }] }])
  })

  it('change nothing when their shard is delivered twice', async () => {
    const world = smallWorld()
    const store = newStore(world)
    const fanOut = { run: runOfDay(21).run, fleet: withPlanes(unowned), world, store, doubled: true }
    await runFanOut(fanOut)
    expect((await store.readState({ kind: 'plane', key: 'east' })).findings).toHaveLength(1)
  })

  it('are a row with a cause where the fleet file lost them between plan and audit', async () => {
    const world = smallWorld()
    const store = newStore(world)
    const fanOut = { run: runOfDay(21).run, fleet: withPlanes(), world, store }
    await openRun(fanOut)
    await store.ledger.putShard(fanOut.run, 0, { worker: 'planes', clusters: [], planes: ['gone'] })
    expect(await auditOnce(fanOut, { shard: 0, worker: 'planes' }, 0)).toEqual({ remaining: 0 })
    const [report] = (await store.ledger.readReports(fanOut.run)).get(0) ?? []
    expect(report?.row).toMatchObject({ id: 'plane:gone', outcome: 'failed', cause: 'undeclared' })
  })
})
