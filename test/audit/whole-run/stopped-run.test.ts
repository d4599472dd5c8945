import { cancellation } from '@fleet-auditor/audit/deadline.ts'
import type { Progress } from '@fleet-auditor/audit/ports/progress.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { contextOf } from '../../audit-world/context-of.ts'
import { fleetOf, runOfDay, smallWorld } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'

const fleet = fleetOf()
const timeout = new DOMException('no end in time', 'TimeoutError')

/** A run that is stopped when its second cluster begins, one cluster at a time. */
async function stopped(by: 'signal' | 'draining', reason: unknown) {
  const world = smallWorld()
  const store = newStore(world)
  const before = await auditInTerminal({ run: runOfDay(21).run, fleet, world, store })
  world.now = runOfDay(22).now
  const { run } = runOfDay(22)
  const { limits } = contextOf({ run, fleet, world })
  const stop = new AbortController()
  let begun = 0
  const progress: Progress = ({ kind }) => {
    if (kind === 'cluster-started' && ++begun === 2) stop.abort(reason)
  }
  const context = { [by]: stop.signal, limits: { ...limits, concurrency: 1 } }
  return { before, store, after: await auditInTerminal({ run, fleet, world, store, context, progress }) }
}

describe('a run that is stopped', () => {
  it.each([
    ['by a person', cancellation(), 'cancelled', 'cancelled', 'the run was cancelled before this cluster was started'],
    ['by its deadline', timeout, 'failed', 'timeout', 'the run’s deadline passed before this cluster was started'],
  ] as const)(
    '%s has a row with the cause for every cluster that was not begun',
    async (_, reason, outcome, cause, detail) => {
      const { after } = await stopped('draining', reason)
      const rows = after.document.run.ledger.filter(({ kind }) => kind === 'cluster')
      expect(rows.slice(0, 2).map((row) => row.outcome)).toEqual(['audited', 'audited'])
      expect(rows.slice(2).map(({ id: _id, kind: _kind, ...row }) => row)).toEqual(
        Array(3).fill({ outcome, cause, detail }),
      )
      expect(after.document.run.state).toBe('incomplete')
    },
  )

  it('while it drains reports no change, and keeps what was open in the clusters that were not begun', async () => {
    const { before, after, store } = await stopped('draining', cancellation())
    expect(after.digest.lines).toEqual([])
    expect(after.document.run.counts?.open).toEqual(before.document.run.counts?.open)
    const registry = await store.readRegistry()
    expect(registry.map(({ goneIn }) => goneIn)).toEqual(Array(5).fill(undefined))
  })
})
