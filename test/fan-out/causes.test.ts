import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { portsOnto } from '../audit-world/world.ts'
import { auditTargets, concludeRunOf, runFanOut } from './run-fan-out.ts'

const { run } = runOfDay(21)
const member = 'aws:444455556666:eu-west-1'
const wide = fleetOf({ sources: { awsOrganizations: [{ memberRole: 'auditor', regions: ['all'] }] } })
const timedOut = { error: 'States.Timeout', cause: '' }

describe('a run of a part reports why it did not get what it asked for', () => {
  it.each<[string, FleetFile, Partial<RunSelection>, string]>([
    ['a scope that the fleet file names', wide, { scopes: [aws('eu-west-1')] }, aws('eu-west-1')],
    ['a scope of an organization', wide, { scopes: [member] }, member],
    ['a cluster', wide, { clusters: ['eks:payments'] }, 'eks:payments'],
    ['a cluster of a scope that the fleet file names', fleetOf(), { clusters: ['eks:payments'] }, 'eks:payments'],
  ])('%s, where no worker lived to list the sources', async (_, fleet, asked, id) => {
    const world = smallWorld()
    const store = newStore(world)
    const ports = portsOnto(world, store)
    const selection = { scopes: [], clusters: [], ...asked }
    const fanOut = { run, fleet, world, store, selection }
    await startRun({ selection }, contextOf(fanOut), ports)
    await listScopes({ worker: 'gke' }, contextOf(fanOut), ports)
    await recordFailure(run, { kind: 'scopes', worker: 'eks' }, timedOut, { store })
    await auditTargets(fanOut)
    expect((await concludeRunOf(fanOut)).state).toBe('incomplete')
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger).toContainEqual(expect.objectContaining({ id, outcome: 'failed', cause: 'timeout' }))
  })

  it('a scope of an organization that could not be listed', async () => {
    const world = smallWorld()
    const store = newStore(world)
    world.organization = failed('forbidden', 'no right to list accounts')
    await runFanOut({ run, fleet: wide, world, store, selection: { scopes: [member], clusters: [] } })
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger).toEqual([
      expect.objectContaining({ id: 'aws:organization', outcome: 'failed', cause: 'forbidden' }),
      expect.objectContaining({ id: member, cause: 'forbidden', detail: expect.stringContaining('aws:organization') }),
    ])
  })

  it('a cluster whose scope is down', async () => {
    const world = smallWorld()
    const store = newStore(world)
    await runFanOut({ run, fleet: fleetOf(), world, store })
    const next = runOfDay(22)
    world.now = next.now
    world.scopes.set(aws('us-east-1'), failed('throttled', 'slow down'))
    const selection = { scopes: [], clusters: ['eks:orders'] }
    await runFanOut({ run: next.run, fleet: fleetOf(), world, store, selection })
    const { ledger } = (await store.readRun(next.run)) ?? {}
    expect(ledger).toContainEqual(expect.objectContaining({ id: 'eks:orders', outcome: 'failed', cause: 'throttled' }))
  })
})
