import { afterEach, describe, expect, it } from 'vitest'
import { deniedRegion, region } from './eks-fleet.ts'
import { invokeHere } from './invoke-here.ts'
import { type Invoke, runMachine } from './machine.ts'
import { openedIn, openFindings, outcomesOf } from './outcomes.ts'
import { type RunBench, startRunBench } from './run-bench.ts'

const run = '20261121T020000Z-9c56cc51'
const two = [{ name: 'shop' }, { name: 'web' }]
const scope = `aws:111122223333:${region}`

let bench: RunBench
afterEach(() => bench.close())

describe('a run on the interpreter', () => {
  it('a good one: every cluster audited, findings stored, the run complete', async () => {
    bench = await startRunBench({ clusters: two })
    await runMachine({ run }, invokeHere)
    expect(await outcomesOf(bench.store, run)).toEqual({
      [scope]: 'listed',
      'eks:111122223333:eu-west-1/shop': 'audited',
      'eks:111122223333:eu-west-1/web': 'audited',
      'plane:meshery-eu': 'audited',
    })
    expect(await bench.store.readRunSummary(run)).toMatchObject({ state: 'complete', partial: false })
    const open = await openFindings(bench.store)
    expect(open.length).toBeGreaterThan(10)
    expect(await openedIn(bench.store, run)).toBe(open.length)
    expect(bench.digests()).toHaveLength(1)
    const lines = bench.lines()
    expect(lines.filter((line) => line['run'] !== run)).toEqual([])
    expect(lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['cluster-ended', 'run-ended', 'notified']))
  })

  it('a scope down: a row with its cause, the others audited, the run incomplete', async () => {
    bench = await startRunBench({ clusters: two, regions: [region, deniedRegion] })
    await runMachine({ run }, invokeHere)
    expect(await outcomesOf(bench.store, run)).toEqual({
      [scope]: 'listed',
      [`aws:111122223333:${deniedRegion}`]: 'failed forbidden',
      'eks:111122223333:eu-west-1/shop': 'audited',
      'eks:111122223333:eu-west-1/web': 'audited',
      'plane:meshery-eu': 'audited',
    })
    expect(await bench.store.readRunSummary(run)).toMatchObject({ state: 'incomplete' })
    expect(bench.digests()).toEqual([expect.stringMatching(/incomplete/i)])
  })

  it('three clusters that hang: their rows have the cause, the others are audited', { timeout: 60_000 }, async () => {
    const hanging = ['a', 'b', 'c'].map((name) => ({ name, hangs: true }))
    bench = await startRunBench({ clusters: [...two, ...hanging] })
    await runMachine({ run }, invokeHere)
    expect(await outcomesOf(bench.store, run)).toMatchObject({
      'eks:111122223333:eu-west-1/a': 'unreachable timeout',
      'eks:111122223333:eu-west-1/b': 'unreachable timeout',
      'eks:111122223333:eu-west-1/c': 'unreachable timeout',
      'eks:111122223333:eu-west-1/shop': 'audited',
      'eks:111122223333:eu-west-1/web': 'audited',
    })
    expect(bench.digests()).toHaveLength(1)
  })

  it.each<[name: string, twice: (once: () => Promise<unknown>) => Promise<unknown>]>([
    ['one after the other', async (once) => [await once(), await once()][1]],
    ['at once', async (once) => (await Promise.all([once(), once()]))[1]],
  ])('every delivery doubled, %s: one run, one set of findings', { timeout: 60_000 }, async (_, twice) => {
    bench = await startRunBench({ clusters: two })
    const errors: unknown[] = []
    const doubled: Invoke = (name, event) =>
      twice(() => invokeHere(name, event)).catch((error: unknown) => {
        errors.push(error)
        throw error
      })
    await runMachine({ run }, doubled)
    expect(errors).toEqual([])
    expect(await outcomesOf(bench.store, run)).toMatchObject({
      'eks:111122223333:eu-west-1/shop': 'audited',
      'eks:111122223333:eu-west-1/web': 'audited',
    })
    const open = await openFindings(bench.store)
    expect(new Set(open).size).toBe(open.length)
    expect(await openedIn(bench.store, run)).toBe(open.length)
    expect(await bench.store.listRuns(5)).toHaveLength(1)
    expect(bench.digests()).toHaveLength(1)
  })

  it('started twice: the second execution changes nothing', async () => {
    bench = await startRunBench({ clusters: two })
    await runMachine({ run }, invokeHere)
    const before = await bench.store.readRun(run)
    await runMachine({ run }, invokeHere)
    expect(await bench.store.readRun(run)).toEqual(before)
    expect(bench.digests()).toHaveLength(1)
  })

  it('overlapping runs: each has its rows, and there is one set of findings', async () => {
    bench = await startRunBench({ clusters: two })
    const other = '20261121T020500Z-9c56cc51'
    await Promise.all([runMachine({ run }, invokeHere), runMachine({ run: other }, invokeHere)])
    for (const each of [run, other]) {
      expect(Object.keys(await outcomesOf(bench.store, each))).toEqual(
        expect.arrayContaining(['eks:111122223333:eu-west-1/shop', 'eks:111122223333:eu-west-1/web']),
      )
    }
    const open = await openFindings(bench.store)
    expect(new Set(open).size).toBe(open.length)
    expect((await bench.store.listRuns(5)).map(({ state }) => state)).toEqual(['complete', 'complete'])
  })

  it('on demand: one cluster, and the rest has no row', async () => {
    bench = await startRunBench({ clusters: two })
    await runMachine({ run }, invokeHere)
    const later = '20261121T143005Z-07b1f3a'
    await runMachine(
      { run: later, selection: { scopes: [], clusters: ['eks:111122223333:eu-west-1/web'] } },
      invokeHere,
    )
    expect(await outcomesOf(bench.store, later)).toEqual({
      [scope]: 'listed',
      'eks:111122223333:eu-west-1/web': 'audited',
    })
    expect(await bench.store.readRunSummary(later)).toMatchObject({ state: 'complete', partial: true })
  })
})
