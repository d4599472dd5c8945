import { createRegistryView } from '@fleet-auditor/api/registry-view.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { describe, expect, it } from 'vitest'

const run = (state: RunSummary['state']): RunSummary => ({
  id: 'last',
  fleet: 'fleet',
  startedAt: '2026-02-28T02:00:00.000Z',
  state,
  partial: false,
  ruleSet: '{}',
})

/** A view over a registry that counts how often it is read. */
function viewed() {
  const seen = { reads: 0, now: '2026-02-28T12:00:00.000Z', runs: [run('running')], fails: false }
  const store = {
    listRuns: () => Promise.resolve(seen.runs),
    readRegistry() {
      seen.reads++
      return seen.fails ? Promise.reject(new AuditorError('store', 'away')) : Promise.resolve([])
    },
  }
  return { seen, view: createRegistryView(store, { now: () => seen.now }) }
}

describe('the cached registry', () => {
  it.each<[name: string, now: string, reads: number]>([
    ['a moment later', '2026-02-28T12:00:29.999Z', 1],
    ['half a minute later', '2026-02-28T12:00:30.000Z', 2],
    ['once the clock was set back', '2026-02-28T11:00:00.000Z', 2],
  ])('is read again only when due: %s', async (_, now, reads) => {
    const { seen, view } = viewed()
    await view.all()
    seen.now = now
    await Promise.all([view.all(), view.byKey()])
    expect(seen.reads).toBe(reads)
  })

  it('is read once more beside a run that ended since', async () => {
    const { seen, view } = viewed()
    await view.ofLastRun()
    await view.all()
    expect(seen.reads).toBe(1)
    seen.runs = [run('complete')]
    await view.ofLastRun()
    await view.ofLastRun()
    expect(seen.reads).toBe(2)
  })

  it('is not cached when its read failed', async () => {
    const { seen, view } = viewed()
    seen.fails = true
    await expect(view.all()).rejects.toThrow('away')
    seen.fails = false
    expect(await view.all()).toEqual([])
  })
})
