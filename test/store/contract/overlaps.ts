import type { NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { transitionsOf, cluster, comparison, day, finding, record, opened, resolved } from '../records.ts'
import type { StoreBench } from './store-bench.ts'

const keys = ['a', 'b', 'c', 'd']
const records = keys.flatMap((key) => {
  const [one, two] = [finding(`${key}1`), finding(`${key}2`, { provider: 'gke' })]
  return [record(cluster(key), 1, { changes: [opened(one), opened(two)] })]
})

/** The findings' rows and both indexes agree with the states. */
export async function expectAgreement(bench: StoreBench, table: string, targets: readonly string[]): Promise<void> {
  const store = bench.store(table)
  const states = await Promise.all(targets.map((key) => store.readState(cluster(key))))
  const inStates = states.flatMap(({ findings }, at) =>
    findings.map((each) => ({ ...each, target: cluster(targets[at] ?? '') })),
  )
  const byFingerprint = (list: readonly { fingerprint: string }[]) =>
    list.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
  const listed = await Promise.all(targets.map((key) => store.queryFindings({ target: cluster(key) })))
  expect(byFingerprint(listed.flat())).toEqual(byFingerprint(inStates))
  const open = states.map(({ findings }) => findings.filter((each) => each.state === 'open').length)
  expect(states.map(({ head }) => head?.open ?? 0)).toEqual(open)
  const [findings, ...others] = await bench.findingRows(table)
  expect(findings).toHaveLength(inStates.length)
  for (const other of others) expect(other).toEqual(findings)
}

export function overlapCases(bench: () => StoreBench): void {
  it('leaves the same rows in whatever order the clusters of one run come', async () => {
    const record = async (order: readonly NewRecord[], atOnce: boolean) => {
      const table = await bench().newTable()
      const store = bench().store(table)
      if (atOnce) await Promise.all(order.map((each) => store.recordAudit(each)))
      else for (const each of order) await store.recordAudit(each)
      return bench().rows(table)
    }
    const expected = await record(records, false)
    const order = fc.shuffledSubarray(records, { minLength: records.length })
    await fc.assert(
      fc.asyncProperty(order, fc.boolean(), async (shuffled, atOnce) => {
        expect(await record(shuffled, atOnce)).toEqual(expected)
      }),
      { numRuns: 4 },
    )
  })

  it('ends with the newest record of one cluster in whatever order, however often they come', async () => {
    const [one, two] = [finding('a1'), finding('a2')]
    const three = [
      record(cluster('a'), 1, { changes: [opened(one)] }),
      record(cluster('a'), 2, { changes: [opened(two)] }),
      record(cluster('a'), 3, { changes: [resolved(one, 3)] }),
    ]
    const orders = fc.shuffledSubarray([...three, ...three], { minLength: 6 })
    await fc.assert(
      fc.asyncProperty(orders, fc.boolean(), async (order, atOnce) => {
        const table = await bench().newTable()
        const store = bench().store(table)
        if (atOnce) await Promise.all(order.map((each) => store.recordAudit(each)))
        else for (const each of order) await store.recordAudit(each)
        const { head } = await store.readState(cluster('a'))
        expect(head?.run).toBe('run-3')
        await expectAgreement(bench(), table, ['a'])
      }),
      { numRuns: 4 },
    )
  })

  it('opens a finding once when two audits of a cluster overlap, and loses neither’s own', async () => {
    const table = await bench().newTable()
    const [ours, theirs] = [bench().store(table), bench().store(table)]
    const own = (number: number) => ({ openedAt: day(number), openedIn: `run-${number}`, changedAt: day(number) })
    const both = [finding('a1', own(1)), finding('a1', own(2))] as const
    await Promise.all([
      ours.recordAudit(record(cluster('a'), 1, { changes: [opened(both[0]), opened(finding('only-1'))] })),
      theirs.recordAudit(record(cluster('a'), 2, { changes: [opened(both[1]), opened(finding('only-2', own(2)))] })),
    ])
    await expectAgreement(bench(), table, ['a'])
    const { findings } = await ours.readState(cluster('a'))
    expect(findings.filter((each) => each.fingerprint === 'a1')).toHaveLength(1)
    expect(await transitionsOf(ours, 'a1')).toEqual(['opened'])
    expect(findings.map((each) => each.fingerprint)).toContain('only-2')
  })

  it('takes a worse severity of an overlapping opening as a change of what stands', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    await store.recordAudit(record(cluster('a'), 1, { changes: [opened(finding('a1'))] }))
    const again = finding('a1', { severity: 'critical', openedAt: day(2), openedIn: 'run-2', changedAt: day(2) })
    await store.recordAudit(record(cluster('a'), 2, { changes: [comparison('opened', again)] }))
    const [stored] = await store.queryFindings({ state: 'open' })
    expect(stored).toMatchObject({ severity: 'critical', openedAt: day(1), openedIn: 'run-1' })
    expect(await transitionsOf(store, 'a1')).toEqual(['opened', 'unchanged'])
  })
}
