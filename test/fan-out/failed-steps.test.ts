import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import { planShards } from '@fleet-auditor/audit/fan-out/plan-shards.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import { workItemOf, type CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { portsOnto } from '../audit-world/world.ts'
import { concludeRunOf, runFanOut } from './run-fan-out.ts'

const fleet = fleetOf({ sources: { awsOrganizations: [{ memberRole: 'auditor', regions: ['all'] }] } })

interface Dead {
  readonly list?: CloudWorker
  readonly group?: number
  readonly shards?: true
}

/** The second run of a fleet, in which one worker of the plan died; nothing is audited. */
async function rowsAfter(dead: Dead, item: string): Promise<Map<string, string>> {
  const world = smallWorld()
  const store = newStore(world)
  await runFanOut({ run: runOfDay(21).run, fleet, world, store })
  const { now, run } = runOfDay(22)
  world.now = now
  const ports = portsOnto(world, store)
  const context = contextOf({ run, fleet, world })
  const { workers } = await startRun({}, context, ports)
  for (const worker of workers) if (worker !== dead.list) await listScopes({ worker }, context, ports)
  for (const { group } of await planScopes(run, ports)) {
    if (group !== dead.group) await discoverScopes({ group }, context, ports)
  }
  if (!dead.shards) await planShards(run, context, ports)
  await recordFailure(run, workItemOf(item), { error: 'Lambda.TooManyRequestsException', cause: '' }, { store })
  const { state, counts } = await concludeRunOf({ run, fleet, world, store })
  expect(state).toBe('incomplete')
  expect(counts?.open.high).toBeGreaterThan(0)
  expect((await store.readRegistry()).filter(({ goneIn }) => goneIn !== undefined)).toEqual([])
  const { ledger } = (await store.readRun(run)) ?? { ledger: [] }
  return new Map(ledger.map(({ id, outcome, cause }) => [id, cause ? `${outcome}: ${cause}` : outcome]))
}

describe('a step of the plan whose worker died is rows with its cause', () => {
  it('listing the scopes of a provider: those that are named, and its organization', async () => {
    const rows = await rowsAfter({ list: 'eks' }, 'scopes/eks')
    expect(rows.get(aws('eu-west-1'))).toBe('failed: throttled')
    expect(rows.get('aws:organization')).toBe('failed: throttled')
    expect(rows.get('gcp:ledger')).toBe('listed')
  })

  it('discovering a group: each of its scopes', async () => {
    const rows = await rowsAfter({ group: 0 }, 'group/0')
    expect(rows.get(aws('eu-west-1'))).toBe('failed: throttled')
    expect(rows.get(aws('us-east-1'))).toBe('failed: throttled')
    expect(rows.get('gcp:ledger')).toBe('listed')
  })

  it('planning the shards: each cluster that was listed', async () => {
    const rows = await rowsAfter({ shards: true }, 'plan-shards')
    expect(rows.get('plan-shards')).toBe('failed: throttled')
    expect(rows.get(aws('eu-west-1'))).toBe('listed')
    for (const id of ['eks:payments', 'eks:orders', 'gke:books']) expect(rows.get(id)).toBe('failed: throttled')
  })
})
