import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import { expect, it } from 'vitest'
import { transitionsOf, cluster, comparison, day, finding, record, resolved, snapshot } from '../records.ts'
import type { StoreBench } from './store-bench.ts'
import { changed, first, one, target, quiet, two, worse } from './three-records.ts'

export function recordCases(bench: () => StoreBench): void {
  it.each<Target>([target, { kind: 'plane', key: 'prod#1' }, fleetTarget])(
    'opens findings on a first record of $kind',
    async (of) => {
      const table = await bench().newTable()
      const store = bench().store(table)
      expect(await store.readState(of)).toEqual({ head: undefined, findings: [] })
      expect(await store.recordAudit({ ...first, target: of })).toBe('committed')
      const { head, findings } = await store.readState(of)
      expect(findings).toEqual([one, two])
      expect(head).toMatchObject({ run: 'run-1', takenAt: day(1), incarnation: 1, open: 2, projected: true })
      expect(head?.uid).toBe('uid-a')
      expect(await store.queryFindings({ target: of })).toEqual([two, one].map((each) => ({ ...each, target: of })))
      expect(await transitionsOf(store, 'f1')).toEqual(['opened'])
    },
  )

  it('remembers a target without any finding', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(record(target, 1))
    const { head, findings } = await store.readState(target)
    expect({ run: head?.run, open: head?.open, findings }).toEqual({ run: 'run-1', open: 0, findings: [] })
    expect(await store.readRecords('run-1')).toHaveLength(1)
  })

  it('leaves the findings and their version as they are on a quiet record', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(first)
    const before = await store.readState(target)
    await store.recordAudit({ ...quiet, staleSince: day(1) })
    const { head, findings } = await store.readState(target)
    expect(head).toMatchObject({ run: 'run-2', takenAt: day(2), open: 2, staleSince: day(1) })
    expect(head?.stateVersion).toBe(before.head?.stateVersion)
    expect(findings).toEqual([one, two])
    await store.recordAudit(changed)
    expect((await store.readState(target)).head?.stateVersion).not.toBe(before.head?.stateVersion)
  })

  it('follows a changed record, and retains the changes of every finding', async () => {
    const store = bench().store(await bench().newTable())
    for (const each of [first, quiet, changed]) await store.recordAudit(each)
    const { head, findings } = await store.readState(target)
    expect(head).toMatchObject({ run: 'run-3', open: 2 })
    expect(head?.staleSince).toBeUndefined()
    const [, gone] = changed.changes
    expect(findings).toEqual([worse, gone?.finding, finding('f3')])
    expect(await store.queryFindings({ state: 'open', target })).toHaveLength(2)
    expect(await transitionsOf(store, 'f1')).toEqual(['opened', 'worsened'])
    expect(await transitionsOf(store, 'f2')).toEqual(['opened', 'resolved'])
    expect(await transitionsOf(store, 'f9')).toEqual([])
  })

  it('retains the last 20 changes of a finding that comes and goes', async () => {
    const store = bench().store(await bench().newTable())
    for (let number = 1; number <= 24; number += 1) {
      const back = { ...one, changedAt: day(number), changedIn: `run-${number}` }
      const change = number % 2 === 0 ? resolved(one, number) : comparison(number === 1 ? 'opened' : 'reopened', back)
      await store.recordAudit(record(target, number, { changes: [change] }))
    }
    const words = await transitionsOf(store, 'f1')
    expect(words).toEqual(Array.from({ length: 10 }, () => ['reopened', 'resolved']).flat())
  })

  it('records an older record as superseded, and changes nothing else', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    await store.recordAudit(changed)
    const before = await bench().rows(table)
    expect(await store.recordAudit(first)).toBe('superseded')
    const after = await bench().rows(table)
    expect(after).toHaveLength(before.length + 1)
    for (const row of before) expect(after).toContainEqual(row)
    const [, record] = await store.readHistory(target, 2)
    expect(record?.row.outcome).toBe('superseded')
  })

  it('follows a record that is ordered behind one of the future, in its findings and lists too', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit({ ...first, takenAt: day(9) })
    const order = new Date(Date.parse(day(9)) + 1).toISOString()
    expect(await store.recordAudit({ ...changed, order })).toBe('committed')
    expect((await store.readState(target)).head).toMatchObject({ run: 'run-3', takenAt: day(3), order })
    const open = await store.queryFindings({ state: 'open', target })
    expect(open.map(({ fingerprint, severity }) => `${fingerprint} ${severity}`).toSorted()).toEqual(
      [worse, finding('f3')].map(({ fingerprint, severity }) => `${fingerprint} ${severity}`).toSorted(),
    )
    expect((await store.readHistory(target, 2)).map(({ run }) => run)).toEqual(['run-3', 'run-1'])
  })

  it.each([
    ['the last one', [first, quiet, changed], changed],
    ['a quiet one', [first, quiet], quiet],
    ['an earlier one', [first, quiet, changed], first],
    ['a superseded one', [changed, first], first],
  ])('changes no row when %s is repeated', async (_, records, repeated) => {
    const table = await bench().newTable()
    const outcomes = new Map<string, string>()
    for (const each of records) outcomes.set(each.run, await bench().store(table).recordAudit(each))
    const before = await bench().rows(table)
    const later = bench().store(table, { now: () => '2026-03-05T00:00:00.000Z' })
    const outcome = await later.recordAudit(repeated)
    expect(await bench().rows(table)).toEqual(before)
    if (records.at(-1) === repeated) expect(outcome).toBe(outcomes.get(repeated.run))
  })

  it('reads the target’s records newest first, and those of one run', async () => {
    const store = bench().store(await bench().newTable())
    const counters = { reads: 16, reviews: 4, bytes: 60_000, rounds: 3, retries: 0 }
    const unknown = {
      check: 'c',
      ruleVersion: 1,
      verdict: 'unknown',
      severity: 'high',
      cause: 'timeout',
      detail: 'no answer',
    } as const
    const body = { hash: 'abc', body: snapshot('arn:a', day(2)) }
    await store.recordAudit(first)
    await store.recordAudit({ ...quiet, counters, verdicts: [unknown], snapshot: body })
    await store.recordAudit(record(cluster('b'), 2))
    const records = await store.readHistory(target, 10)
    expect(records.map((each) => each.run)).toEqual(['run-2', 'run-1'])
    expect(records[0]).toEqual({
      target,
      run: 'run-2',
      takenAt: day(2),
      incarnation: 1,
      row: quiet.row,
      verdicts: [unknown],
      observations: [],
      counters,
      snapshotHash: 'abc',
    })
    expect(await store.readHistory(target, 1)).toHaveLength(1)
    const clusters = ['a', 'b'].map((key) => ({ ...registered, key }))
    await store.register(clusters, [])
    expect((await store.readRecords('run-2')).map((each) => each.target.key)).toEqual(['a', 'b'])
    expect((await store.readRecords('run-1')).map((each) => each.target.key)).toEqual(['a'])
  })
}

const registered = {
  cluster: { id: 'eks:a', locator: 'arn:a', name: 'a', provider: 'eks', scope: 'aws:1:eu-west-1', labels: {} },
  planes: [],
  open: 0,
  firstSeen: day(1),
} as const
