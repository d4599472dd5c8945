import { auditPlanes, planesOfRun } from '@fleet-auditor/audit/fleet/audit-planes.ts'
import { isJudged } from '@fleet-auditor/audit/results/target-result.ts'
import { allEnabled, enabledChecks } from '@fleet-auditor/audit/run-context.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../../audit-world/context-of.ts'
import { fleetOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { newWorld } from '../../audit-world/world.ts'

/** All that `undeclared-topology` asks for. */
const declaredTopology = {
  url: 'https://meshery.example',
  region: 'eu-west-1',
  hosting: 'kubernetes',
  discovery: 'operator',
  manages: [{}],
}
/** It sees nothing: these cases are about what is declared. */
const silentProber = { probe: async () => [], close: async () => undefined }
const fleetWith = (plane: object): FleetFile =>
  FleetFile.parse({ ...fleetOf(), planes: [{ ...declaredTopology, name: 'central', ...plane }] })

describe('a plane', () => {
  it.each<[name: string, first: object, second: object, change: string]>([
    ['that stays without a team is unchanged', {}, {}, 'unchanged medium'],
    ['that gets a team improves', {}, { team: 'platform' }, 'improved low'],
    ['that loses its team worsens', { team: 'platform' }, {}, 'worsened medium'],
    ['that gets a team and a contact is fixed', {}, { team: 'platform', onCall: '#ops' }, 'resolved medium'],
    ['that loses both is opened', { team: 'platform', onCall: '#ops' }, {}, 'opened medium'],
  ])('%s', async (_, first, second, change) => {
    const world = newWorld()
    const ports = { store: newStore(world), clock: { now: () => world.now }, prober: silentProber }
    await auditPlanes(['central'], contextOf({ run: 'run-1', fleet: fleetWith(first), world }), ports)
    world.now = '2026-11-22T02:00:00.000Z'
    const [result] = await auditPlanes(['central'], contextOf({ run: 'run-2', fleet: fleetWith(second), world }), ports)
    const changes = result && isJudged(result) ? result.changes : []
    expect(changes.map(({ kind, finding }) => `${kind} ${finding.severity}`)).toEqual([change])
  })

  it('that the fleet file no longer declares is a row with that cause, and nothing is stored of it', async () => {
    const world = newWorld()
    const ports = { store: newStore(world), clock: { now: () => world.now }, prober: silentProber }
    const [result] = await auditPlanes(['east'], contextOf({ run: 'run-1', fleet: fleetOf(), world }), ports)
    expect(result?.row).toMatchObject({ id: 'plane:east', outcome: 'failed', cause: 'undeclared' })
    expect((await ports.store.readState({ kind: 'plane', key: 'east' })).head).toBeUndefined()
  })
})

describe('the planes of a run', () => {
  it.each([
    ['are those of the fleet file', allEnabled, ['central']],
    ['are none where no check is about planes', enabledChecks(['wildcard-role'], []), []],
  ])('%s', (_, checks, names) => {
    expect(planesOfRun({ fleet: fleetOf(), checks })).toEqual(names)
  })
})
