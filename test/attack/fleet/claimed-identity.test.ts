import { exitCodeOf } from '@fleet-auditor/cli/exit-code.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { aws, fleetOf, runOfDay, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { runFanOut } from '../../fan-out/run-fan-out.ts'

const fleet = fleetOf()
/** Clusters are audited in the order of their names: the first one claims the UID first. */
const names = { first: 'a-impostor', last: 'z-impostor' } as const

function attackedWorld(impostor: string, authority: 'its own' | 'the same') {
  const world = worldOf({
    [aws('eu-west-1')]: { [impostor]: 'bare', payments: 'careless' },
    [aws('us-east-1')]: {},
    'gcp:ledger': {},
  })
  world.nodes.set(impostor, 'aws:///eu-west-1a/i-impostor')
  world.uids.set(impostor, 'uid-of-payments').set('payments', 'uid-of-payments')
  world.authorities.set('payments', 'payments').set(impostor, authority === 'its own' ? impostor : 'payments')
  return world
}

describe.each([
  ['first, with an authority of its own', names.first, 'its own'],
  ['last, with an authority of its own', names.last, 'its own'],
  ['first, with the authority of the other', names.first, 'the same'],
  ['last, with the authority of the other', names.last, 'the same'],
] as const)('an impostor that claims the kube-system UID of another cluster %s', (_, impostor, authority) => {
  it('silences nothing, is reported in each of three runs, and no run is complete', async () => {
    const world = attackedWorld(impostor, authority)
    const store = newStore(world)
    for (const day of [21, 22, 23]) {
      const { now, run } = runOfDay(day)
      world.now = now
      world.clusters.set('payments', day === 22 ? 'healthy' : 'careless')
      const { document, digest } = await auditInTerminal({ run, fleet, world, store })
      const rows = new Map(document.clusters.map(({ id, row }) => [id, row.outcome]))
      expect([...rows.values()].toSorted()).toEqual(['audited', 'contested'])
      expect(document.run.state).toBe('incomplete')
      expect(exitCodeOf(document, {})).toBe(3)
      expect(digest.stale.map(({ cause }) => cause)).toEqual(['contested'])
      expect(digest.unknowns).toContainEqual(
        expect.objectContaining({ cause: 'contested', remedy: expect.stringContaining('impostor') }),
      )
      const open = document.findings.filter(({ check, state }) => check === 'unpinned-image' && state === 'open')
      expect(open.map(({ target }) => target.name)).toEqual(day === 22 ? [] : ['payments'])
    }
  })

  it('that was there alone in the run before silences nothing either, in the fan-out', async () => {
    const world = attackedWorld(impostor, authority)
    const store = newStore(world)
    world.scopes.set(aws('eu-west-1'), [impostor])
    expect((await runFanOut({ run: runOfDay(21).run, fleet, world, store })).state).toBe('complete')
    const { now, run } = runOfDay(22)
    world.now = now
    world.scopes.set(aws('eu-west-1'), [impostor, 'payments'])
    const { state } = await runFanOut({ run, fleet, world, store })
    const found = await store.queryFindings({ state: 'open', check: 'unpinned-image' })
    expect([state, found.length > 0]).toEqual(['incomplete', true])
  })
})
