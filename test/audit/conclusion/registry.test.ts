import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { aws, fleetOf, runOfDay, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { waiverOf } from '../../audit-world/waiver-of.ts'
import type { Behaviour, World } from '../../audit-world/world.ts'

const scope = aws('eu-west-1')
const everyCareless = ['wildcard-role', 'unpinned-image', 'missing-resources'].map((check) =>
  waiverOf(check, '2026-12-31'),
)

/** What the registry knows of the cluster `payments` after a run in which it was careless, and another. */
async function afterTwoRuns(
  change: (world: World) => void,
  fleets = [fleetOf(), fleetOf()],
): Promise<readonly (RegisteredCluster | undefined)[]> {
  const world = worldOf({ [scope]: { payments: 'careless' }, [aws('us-east-1')]: {}, 'gcp:ledger': {} })
  const store = newStore(world)
  const seen: (RegisteredCluster | undefined)[] = []
  for (const [index, fleet] of fleets.entries()) {
    const { run, now } = runOfDay(21 + index)
    world.now = now
    if (index > 0) change(world)
    await auditInTerminal({ run, fleet, world, store })
    seen.push((await store.readRegistry()).find(({ key }) => key === clusterKey('eks/payments')))
  }
  return seen
}

const behaves = (behaviour: Behaviour) => (world: World) => void world.clusters.set('payments', behaviour)

describe('the registry', () => {
  it('keeps what was open in a cluster that breaks our own code', async () => {
    const [before, after] = await afterTwoRuns(behaves('throwing'))
    expect(before?.open).toBeGreaterThan(0)
    expect(after).toEqual(before)
  })

  it.each<[behaviour: Behaviour, presence: string]>([
    ['careless', 'found'],
    ['bare', 'none'],
    ['unreachable', 'unreadable'],
    ['throwing', 'found'],
  ])('knows whether Meshery is in a cluster that is %s: %s', async (behaviour, presence) => {
    const [before, after] = await afterTwoRuns(behaves(behaviour))
    expect([before?.presence, after?.presence]).toEqual(['found', presence])
  })

  it('keeps the waived findings of a cluster that breaks our own code in its count', async () => {
    const fleet = fleetOf({ waivers: everyCareless })
    const [before, after] = await afterTwoRuns(behaves('throwing'), [fleet, fleet])
    expect(before?.open).toBeGreaterThan(0)
    expect(after).toEqual(before)
  })

  it.each<[name: string, change: (world: World) => void, open: number | 'as before', goneIn: string | undefined]>([
    ['follows a cluster whose installation was removed', behaves('bare'), 0, undefined],
    ['keeps a cluster whose scope is refused', ({ scopes }) => void scopes.set(scope, refused), 'as before', undefined],
    ['marks a cluster that its scope no longer lists', ({ scopes }) => void scopes.set(scope, []), 0, runOfDay(22).run],
  ])('%s', async (_, change, open, goneIn) => {
    const [before, after] = await afterTwoRuns(change)
    expect(before?.open).toBeGreaterThan(0)
    expect(after?.open).toBe(open === 'as before' ? before?.open : open)
    expect([after?.goneIn, after?.firstSeen]).toEqual([goneIn, before?.firstSeen])
  })

  it('forgets that a cluster was gone when it is listed again, and knows it since it was first seen', async () => {
    const change = (world: World): void =>
      void world.scopes.set(scope, world.now === runOfDay(22).now ? [] : ['payments'])
    const [before, gone, back] = await afterTwoRuns(change, [fleetOf(), fleetOf(), fleetOf()])
    expect(before?.firstSeen).toBe(runOfDay(21).now)
    expect([before?.goneIn, gone?.goneIn, back?.goneIn]).toEqual([undefined, runOfDay(22).run, undefined])
    expect(back?.firstSeen).toBe(before?.firstSeen)
  })
})

const refused = { status: 'failed', cause: 'forbidden', detail: 'no right to list' } as const
