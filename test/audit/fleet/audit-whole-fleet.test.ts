import { auditWholeFleet } from '@fleet-auditor/audit/fleet/audit-whole-fleet.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { contextOf } from '../../audit-world/context-of.ts'
import { fleetOf, runOfDay, smallWorld } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { clusterNamed } from '../../audit-world/world.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const fleet = fleetOf()
const facts = (edits: Partial<ClusterFacts>): ClusterFacts => ({
  key: clusterKey('eks/payments'),
  cluster: clusterNamed('payments', scope),
  planes: ['central'],
  listing: 'missing',
  scopeRemoved: false,
  ...edits,
})
const doubt = { cause: 'forbidden', detail: 'no right to list' } as const

describe('what only the whole fleet shows of a cluster', () => {
  it.each<[name: string, edits: Partial<ClusterFacts>, outcomes: string[], kinds: string[]]>([
    ['that is listed and claimed: nothing', { listing: 'listed' }, ['audited'], []],
    [
      'that no plane claims, with Meshery',
      { listing: 'listed', presence: 'found', planes: [] },
      ['audited'],
      ['opened unmanaged-cluster'],
    ],
    [
      'that no plane claims, without Meshery: nothing',
      { listing: 'listed', presence: 'none', planes: [] },
      ['audited'],
      [],
    ],
    [
      'that is gone: its findings end with it',
      {},
      ['gone', 'audited'],
      [
        'opened vanished-cluster',
        'resolved disabled-tracing',
        'resolved exposed-server-service',
        'resolved local-provider',
        'resolved missing-resources',
        'resolved pending-server-endpoint',
        'resolved secrets-in-discovery',
        'resolved unbounded-server-cache',
        'resolved unhardened-workload',
        'resolved unpinned-image',
        'resolved wildcard-role',
        'resolved wrong-callback-url',
      ],
    ],
    ['whose scope is in doubt: nothing', { scopeDoubt: doubt }, ['audited'], []],
    ['whose scope was taken out of the fleet file: nothing', { scopeRemoved: true }, ['audited'], []],
  ])('%s', async (_, edits, outcomes, kinds) => {
    const world = smallWorld()
    const store = newStore(world)
    await auditInTerminal({ run: runOfDay(21).run, fleet, world, store })
    world.now = runOfDay(22).now
    const context = contextOf({ run: runOfDay(22).run, fleet, world })
    const results = await auditWholeFleet([facts(edits)], context, { store, clock: { now: () => world.now } })
    expect(results.map(({ row }) => row.outcome)).toEqual(outcomes)
    const changes = results.flatMap((result) => result.changes).map(({ kind, finding }) => `${kind} ${finding.check}`)
    expect(changes.toSorted()).toEqual(kinds)
    const { head } = await store.readState({ kind: 'cluster', key: clusterKey('eks/payments') })
    expect(head?.uid).toBe('uid-of-payments')
  })
})
