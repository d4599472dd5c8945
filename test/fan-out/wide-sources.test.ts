import { collected, failed } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { fleetOf, runOfDay, worldOf } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import { runFanOut } from './run-fan-out.ts'

const member = (account: string) => ({ provider: 'eks', account, region: 'eu-west-1' }) as const
const fleet = fleetOf({
  sources: { aws: [], gcp: [], awsOrganizations: [{ memberRole: 'auditor', regions: ['all'] }] },
})
const both = [member('111122223333'), member('444455556666')]
const orgWorld = () =>
  worldOf({
    'aws:111122223333:eu-west-1': { payments: 'careless' },
    'aws:444455556666:eu-west-1': { orders: 'careless' },
  })

describe('an organization', () => {
  it.each([
    ['cannot be listed', failed('forbidden', 'no right to list accounts'), 'aws:organization'],
    [
      'has a member that cannot be',
      collected(
        {
          scopes: [member('111122223333')],
          unread: [{ member: '444455556666', failure: failed('forbidden', 'no role') }],
        },
        '2026-11-22T02:00:00.000Z',
      ),
      'aws:organization/444455556666',
    ],
  ])('that %s leaves its clusters in doubt: neither gone nor removed', async (_, organization, row) => {
    const world = orgWorld()
    const store = newStore(world)
    world.organization = collected({ scopes: both, unread: [] }, world.now)
    const first = await runFanOut({ run: runOfDay(21).run, fleet, world, store })
    expect(first).toMatchObject({ state: 'complete', counts: { clusters: 2 } })
    const { now, run } = runOfDay(22)
    world.now = now
    world.organization = organization
    expect((await runFanOut({ run, fleet, world, store })).state).toBe('incomplete')
    const { ledger } = (await store.readRun(run)) ?? {}
    expect(ledger).toContainEqual(expect.objectContaining({ id: row, outcome: 'failed', cause: 'forbidden' }))
    expect((await store.readRegistry()).filter(({ goneIn }) => goneIn !== undefined)).toEqual([])
    const fanOuts = await store.readHistory({ kind: 'fleet', key: 'fleet' }, 1)
    const doubted = fanOuts[0]?.verdicts.flatMap((each) =>
      each.check === 'vanished-cluster' && each.verdict === 'unknown' ? [each.subject?.name] : [],
    )
    expect(doubted).toContain('eks:orders')
  })

  it('that was left by a member does not decide what became of its clusters', async () => {
    const world = orgWorld()
    const store = newStore(world)
    world.organization = collected({ scopes: both, unread: [] }, world.now)
    await runFanOut({ run: runOfDay(21).run, fleet, world, store })
    const { now, run } = runOfDay(22)
    world.now = now
    world.organization = collected({ scopes: [member('111122223333')], unread: [] }, now)
    expect((await runFanOut({ run, fleet, world, store })).state).toBe('complete')
    expect((await store.readRegistry()).filter(({ goneIn }) => goneIn !== undefined)).toEqual([])
  })
})

it('a cluster that its scope, read to its end, no longer lists is gone, whichever member failed', async () => {
  const world = orgWorld()
  const store = newStore(world)
  world.organization = collected({ scopes: both, unread: [] }, world.now)
  await runFanOut({ run: runOfDay(21).run, fleet, world, store })
  const { now, run } = runOfDay(22)
  world.now = now
  world.scopes.set('aws:444455556666:eu-west-1', [])
  const summary = await runFanOut({ run, fleet, world, store, doubled: true })
  expect(summary).toMatchObject({ state: 'complete', counts: { clusters: 1 } })
  expect(summary.counts?.resolved).toBeGreaterThan(0)
  expect((await store.readRegistry()).filter(({ goneIn }) => goneIn === run).map(({ cluster }) => cluster.id)).toEqual([
    'eks:orders',
  ])
  const digest = await store.ledger.readDigest(run)
  expect(digest?.lines.filter(({ why }) => why === 'cluster-gone').length).toBeGreaterThan(0)
})
