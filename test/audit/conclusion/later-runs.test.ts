import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { withLaterRuns, withoutSeenSince } from '@fleet-auditor/audit/conclusion/later-runs.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import { storedSummary } from '@fleet-auditor/audit/results/stored-summary.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { fleetOf, runOfDay, smallWorld } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { clusterNamed } from '../../audit-world/world.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const fleet = fleetOf()
const { run, now: startedAt } = runOfDay(21)
const clock = { now: () => '2026-11-21T02:11:00.000Z' }
const payments = clusterTarget(clusterNamed('payments', scope), fleet)

/** A run in which payments is careless, and one of payments alone, put right, ten minutes later. */
async function overtaken() {
  const world = smallWorld()
  const store = newStore(world)
  await auditInTerminal({ run, fleet, world, store })
  const summary = await storedSummary(payments, { run, fleet, startedAt }, { store })
  if (!summary) throw new Error('the run has no summary of payments')
  world.now = '2026-11-21T02:10:00.000Z'
  world.clusters.set('payments', 'healthy')
  const selection = { scopes: [], clusters: ['payments'] }
  await auditInTerminal({ run: 'on-demand', fleet, world, store, selection })
  return { store, summary }
}

describe('a cluster that another run read meanwhile', () => {
  it('counts in the registry as the later run left it', async () => {
    const { store, summary } = await overtaken()
    const [later] = await withLaterRuns([summary], { run, fleet, startedAt }, { store, clock })
    expect(summary.open['unpinned-image']).toEqual({ medium: 1 })
    expect(later?.open['unpinned-image']).toBeUndefined()
  })

  it('counts as the run itself left it, for the later run', async () => {
    const { store } = await overtaken()
    const context = { run: 'on-demand', fleet, startedAt: '2026-11-21T02:10:00.000Z' }
    const summary = await storedSummary(payments, context, { store })
    expect(summary && (await withLaterRuns([summary], context, { store, clock }))).toEqual([summary])
  })

  const missing: ClusterFacts = {
    key: clusterKey('eks/payments'),
    cluster: clusterNamed('payments', scope),
    planes: [],
    listing: 'missing',
    scopeRemoved: false,
  }

  it.each<[name: string, id: string, facts: ClusterFacts, isLeft: boolean]>([
    ['is not gone, whatever the listing contains', run, missing, false],
    ['is gone for a run that began after it was read', 'run-3', missing, true],
    ['stays where it is listed', run, { ...missing, listing: 'listed' }, true],
  ])('%s', async (_, id, facts, isLeft) => {
    const { store } = await overtaken()
    const began = id === run ? startedAt : '2026-11-22T02:00:00.000Z'
    expect(await withoutSeenSince([facts], { id, startedAt: began }, { store, clock })).toEqual(isLeft ? [facts] : [])
  })

  it('is gone for a run whose clock is right, where the other one’s was a month ahead', async () => {
    const { store } = await overtaken()
    const before = { id: 'run-0', startedAt: '2026-10-21T02:00:00.000Z' }
    const ports = { store, clock: { now: () => '2026-10-21T02:05:00.000Z' } }
    expect(await withoutSeenSince([missing], before, ports)).toEqual([missing])
  })
})
