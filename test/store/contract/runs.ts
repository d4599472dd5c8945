import type { LedgerRow, Run } from '@fleet-auditor/model/run.ts'
import { expect, it } from 'vitest'
import { noise } from '../noise.ts'
import { day, run } from '../records.ts'
import type { StoreBench } from './store-bench.ts'

export const ledgerOf = (count: number, name = 'cluster'): LedgerRow[] =>
  Array.from({ length: count }, (_, at) => ({ id: `eks:${name}-${at}`, kind: 'cluster', outcome: 'audited' }))

export const ended = (number: number, change: Partial<Run> = {}): Run =>
  run(number, { state: 'complete', endedAt: day(number), ledger: ledgerOf(3), ...change })

export function runCases(bench: () => StoreBench): void {
  it('lists runs newest first, each once, and opens none that is over', async () => {
    const store = bench().store(await bench().newTable())
    expect(await store.listRuns(5)).toEqual([])
    expect(await store.readRun('run-1')).toBeUndefined()
    expect(await store.readRunSummary('run-1')).toBeUndefined()
    for (const number of [2, 1, 3]) {
      await store.openRun(run(number))
      await store.closeRun(ended(number))
    }
    await store.openRun(run(4))
    await store.openRun(run(4, { startedAt: day(5) }))
    await store.openRun(run(3))
    expect((await store.listRuns(3)).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'run-4 running',
      'run-3 complete',
      'run-2 complete',
    ])
    expect(await store.readRun('run-3')).toEqual(ended(3))
    expect(await store.readRun('run-4')).toEqual(run(4, { startedAt: day(5) }))
  })

  it('lists many runs in their order, as many as asked for, without their ledgers', async () => {
    const store = bench().store(await bench().newTable())
    const startedAt = (number: number) => new Date(Date.UTC(2026, 0, 1, number)).toISOString()
    const numbers = Array.from({ length: 50 }, (_, at) => at)
    await Promise.all(numbers.map((number) => store.closeRun(ended(number, { startedAt: startedAt(number) }))))
    const newest = numbers.toReversed().map((number) => {
      const { ledger: _, ...summary } = ended(number, { startedAt: startedAt(number) })
      return summary
    })
    expect(await store.listRuns(40)).toEqual(newest.slice(0, 40))
    expect(await store.listRuns(1000)).toEqual(newest)
    expect(await store.readRunSummary('run-49')).toEqual(newest[0])
  })

  it('stores the ledger of 10,000 clusters', async () => {
    const store = bench().store(await bench().newTable())
    const ledger = ledgerOf(10_000).map((row) => ({ ...row, detail: noise(0.06) }))
    await store.openRun(run(1))
    await store.closeRun(ended(1, { ledger }))
    expect(await store.readRun('run-1')).toEqual(ended(1, { ledger }))
    const { ledger: _, ...summary } = ended(1)
    expect(await store.readRunSummary('run-1')).toEqual(summary)
  })

  it('stores the first of 20 that close one run at once, whole, and no later one', async () => {
    const table = await bench().newTable()
    await bench().store(table).openRun(run(1))
    const closers = Array.from({ length: 20 }, (_, at) =>
      ended(1, { state: at % 2 === 0 ? 'complete' : 'incomplete', ledger: ledgerOf(at, `of-${at}`) }),
    )
    await Promise.all(closers.map((each) => bench().store(table).closeRun(each)))
    const store = bench().store(table)
    const closed = await store.readRun('run-1')
    expect(closers).toContainEqual(closed)
    const before = await bench().rows(table)
    for (const each of closers) await store.closeRun(each)
    await store.openRun(run(1))
    expect(await bench().rows(table)).toEqual(before)
  })

  it('forgets a run and its ledger after 400 days', async () => {
    const table = await bench().newTable()
    let time = day(1)
    const store = bench().store(table, { now: () => time })
    await store.closeRun(ended(1))
    time = '2027-03-07T00:00:00Z'
    expect(await store.readRun('run-1')).toEqual(ended(1))
    time = '2027-03-09T00:00:00Z'
    expect(await store.readRun('run-1')).toBeUndefined()
    expect(await store.listRuns(1)).toEqual([])
  })
}
