import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { contextOf } from '../../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'

const fleet = fleetOf()
const target = { kind: 'cluster', key: clusterKey('eks/hostile') } as const

/** Three Deployments of Meshery's, of 12,000 containers each, beside a cluster as it should be. */
function hostileWorld() {
  const world = worldOf({
    [aws('eu-west-1')]: { hostile: 'careless', payments: 'careless' },
    [aws('us-east-1')]: {},
    'gcp:ledger': {},
  })
  world.containers.set('hostile', 12_000)
  return world
}

const unhurried = { limits: { concurrency: 4, clusterDeadlineMs: 20_000, scopeDeadlineMs: 5000, probeTimeoutMs: 100 } }

describe('a cluster of 36,000 containers that are labelled as Meshery’s', () => {
  it('is audited with at most 201 findings of a check, twice the same, and the one beside it as ever', async () => {
    const world = hostileWorld()
    const store = newStore(world)
    for (const day of [21, 22]) {
      const { now, run } = runOfDay(day)
      world.now = now
      const { document } = await auditInTerminal({ run, fleet, world, store, context: unhurried })
      expect(document.clusters.map(({ row }) => row.outcome)).toEqual(['audited', 'audited'])
      const { findings } = await store.readState(target)
      const byCheck = Map.groupBy(findings, ({ check }) => check)
      const most = Math.max(...[...byCheck.values()].map(({ length }) => length))
      expect(most).toBe(201)
      expect(document.verdicts.length).toBeLessThan(5000)
      const others = findings.find(({ subject }) => subject.field === 'others')
      expect(Object.values(others?.evidence ?? {})[0]).toBeGreaterThan(35_000)
      const changed = document.changes.filter(({ cluster, kind }) => cluster === 'eks:hostile' && kind !== 'unchanged')
      if (day === 22) expect(changed).toEqual([])
    }
  })

  it('whose containers become few resolves what it had, and nothing before', async () => {
    const world = hostileWorld()
    const store = newStore(world)
    const opened = async (day: number, containers: number) => {
      const { now, run } = runOfDay(day)
      world.now = now
      world.containers.set('hostile', containers)
      await auditInTerminal({ run, fleet, world, store, context: unhurried })
      const { findings } = await store.readState(target)
      return findings.filter(({ state, check }) => state === 'open' && check === 'unpinned-image').length
    }
    expect(await opened(21, 150)).toBe(201)
    expect(await opened(22, 12_000)).toBe(201)
    expect(await opened(23, 1)).toBe(3)
  })

  it('is not recorded once its run has ended', async () => {
    const world = hostileWorld()
    const store = newStore(world)
    const { run } = runOfDay(21)
    const ending = new AbortController()
    world.probe = async () => {
      ending.abort(new DOMException('no end after 1 s', 'TimeoutError'))
      return []
    }
    const context = { ...contextOf({ run, fleet, world }), ...unhurried, signal: ending.signal }
    const { document } = await auditInTerminal({ run, fleet, world, store, context })
    const ended = document.clusters.find(({ id }) => id === 'eks:hostile')
    expect(ended?.row).toMatchObject({
      outcome: 'failed',
      cause: 'timeout',
      detail: expect.stringContaining('recorded'),
    })
    expect((await store.readState(target)).head).toBeUndefined()
  })
})
