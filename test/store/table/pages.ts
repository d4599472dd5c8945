import { expect, it } from 'vitest'
import { listAll } from '../contract/pages.ts'
import { cluster, finding, record, opened, resolved } from '../records.ts'
import { findingsOf } from '../seeded-findings.ts'
import type { TableBench } from './table-bench.ts'

export function pageRowCases(bench: () => TableBench): void {
  it('report what every page cost', async () => {
    const table = await bench().newTable()
    await bench().seed(table, Array.from({ length: 30 }, (_, number) => findingsOf(number, 12)).flat())
    const { pages } = bench().store(table)
    let cursor: string | undefined
    do {
      const page = await pages.page({ state: 'open' }, 100, cursor)
      expect(page.units).toBeGreaterThan(0)
      cursor = page.next
    } while (cursor !== undefined)
  })

  it('end short where little of much is wanted, and go on from there', async () => {
    const table = await bench().newTable()
    const large = 'x'.repeat(12_000)
    const some = Array.from({ length: 120 }, (_, at) =>
      finding(`f${at}`, { changedAt: new Date(Date.UTC(2026, 1, 1) + at).toISOString(), evidence: { large } }),
    )
    await bench().seed(
      table,
      some.map((of) => ({ ...of, target: cluster('a') })),
    )
    const store = bench().store(table)
    const filter = { state: 'open', text: 'broker-f0' } as const
    const first = await store.pages.page(filter, 100)
    expect(first.findings).toEqual([])
    expect(first.next).toBeDefined()
    expect(first.units).toBeLessThanOrEqual(64)
    expect((await listAll(store.pages, filter, 100, 1)).map((each) => each.fingerprint)).toEqual(['f0'])
  })

  it('point from a fingerprint to its target, once, whatever becomes of the finding', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    const plane = { kind: 'plane', key: 'prod#1' } as const
    await store.recordAudit(record(cluster('a'), 1, { changes: [opened(finding('f1'))] }))
    await store.recordAudit(record(plane, 1, { changes: [opened(finding('f2', { check: 'a#b' }))] }))
    await store.recordAudit(record(cluster('a'), 2, { changes: [resolved(finding('f1'), 2)] }))
    const pointers = (await bench().rows(table)).filter((row) => String(row['pk']).startsWith('FP#'))
    expect(pointers.map((row) => row['target'])).toEqual(['CLUSTER#a', 'PLANE#prod#1'])
  })
}
