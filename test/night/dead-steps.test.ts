import { describe, expect, it } from 'vitest'
import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { planScopes } from '@fleet-auditor/audit/fan-out/plan-scopes.ts'
import { planShards } from '@fleet-auditor/audit/fan-out/plan-shards.ts'
import { recordFailure } from '@fleet-auditor/audit/fan-out/record-failure.ts'
import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { portsOnto } from './canned-world.ts'
import { aws, fleetOf, nightOfDay, smallWorld } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { endNight, rules, runNight } from './run-night.ts'

const fleet = fleetOf({ sources: { awsOrganizations: [{ memberRole: 'auditor', regions: ['all'] }] } })
const limits = { scopeDeadlineMs: 1000, signal: new AbortController().signal }

interface Dead {
  readonly list?: CloudWorker
  readonly group?: number
  readonly shards?: true
}

/** The second night of a fleet, on which one worker of the plan died; nothing is audited. */
async function rowsAfter(dead: Dead, item: string): Promise<Map<string, string>> {
  const world = smallWorld()
  const store = await openedStore(world)
  await runNight({ run: nightOfDay(21).run, fleet, world, store })
  const { now, run } = nightOfDay(22)
  world.now = now
  const ports = portsOnto(world, store)
  const { workers } = await startRun({ run, fleet, ruleSet: rules }, ports)
  for (const worker of workers) if (worker !== dead.list) await listScopes(run, worker, fleet, ports, limits)
  for (const { group } of await planScopes(run, ports)) {
    if (group !== dead.group) await discoverScopes(run, group, ports, limits)
  }
  if (!dead.shards) await planShards(run, fleet, ports)
  await recordFailure(run, item, { error: 'Lambda.TooManyRequestsException', cause: '' }, store)
  const { state, counts } = await endNight({ run, fleet, world, store })
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
