import type { Change, Finding } from '@fleet-auditor/model/finding.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import { expect, it } from 'vitest'
import { cluster, comparison, day, finding, record, opened, resolved } from '../records.ts'
import type { StoreBench } from './store-bench.ts'
import { changed, first, one, target, quiet } from './three-records.ts'

const hour = (number: number): string => day(2).replace('T12', `T${12 + number}`)

/** What is open of a finding after a pass of the second run. */
const now = (of: Finding, change: Partial<Finding> = {}): Finding => ({
  ...of,
  changedAt: day(2),
  changedIn: 'run-2',
  ...change,
})
const moved = (kind: 'worsened' | 'improved', of: Finding, from: Finding['severity']): Change => ({
  ...comparison(kind, of),
  from,
})

const [low, high, critical] = [now(one, { severity: 'low' }), now(one), now(one, { severity: 'critical' })]
const [added, gone] = [now(finding('f8', { openedIn: 'run-2' })), resolved(one, 2)]
const addedWorse = { ...added, severity: 'critical' } as const
const other = now(one, { material: '{}' })
const back = now(one, { openedAt: hour(1), openedIn: 'run-2' })

/** Two passes of run 2 over a target of which finding `one` was open, and what both together changed. */
const doubled: readonly [string, Change, Change, readonly Change[]][] = [
  ['two findings', gone, opened(added), [gone, opened(added)]],
  ['opened, then resolved', opened(added), resolved(added, 2), []],
  ['opened, then worsened', opened(added), moved('worsened', addedWorse, 'high'), [opened(addedWorse)]],
  [
    'opened by a rule, then seen with other evidence',
    { ...opened(added), rule: true },
    comparison('unchanged', { ...added, material: '{}' }),
    [{ ...opened({ ...added, material: '{}' }), rule: true }],
  ],
  ['worsened, then resolved', moved('worsened', critical, 'high'), resolved(critical, 2), [resolved(critical, 2)]],
  [
    'worsened, then improved below it',
    moved('worsened', critical, 'high'),
    moved('improved', low, 'critical'),
    [moved('improved', low, 'high')],
  ],
  [
    'worsened, then improved back to it',
    moved('worsened', critical, 'high'),
    moved('improved', high, 'critical'),
    [comparison('unchanged', high)],
  ],
  [
    'seen with other evidence, then worsened',
    comparison('unchanged', other),
    moved('worsened', critical, 'high'),
    [moved('worsened', critical, 'high')],
  ],
  ['resolved, then reopened', gone, comparison('reopened', back), [comparison('unchanged', back)]],
]

export function changesCases(bench: () => StoreBench): void {
  it.each<Target>([target, { kind: 'plane', key: 'prod#1' }, fleetTarget])(
    'gives what each run changed of $kind, as it was written',
    async (of) => {
      const store = bench().store(await bench().newTable())
      for (const each of [first, quiet, changed]) await store.recordAudit({ ...each, target: of })
      expect((await store.changesOf('run-3', of))?.changes).toEqual(changed.changes)
      expect((await store.changesOf('run-2', of))?.changes).toEqual([])
      expect((await store.changesOf('run-1', of))?.changes).toEqual([])
    },
  )

  it('distinguishes a run that changed nothing from one that recorded nothing', async () => {
    const store = bench().store(await bench().newTable())
    expect(await store.changesOf('run-1', target)).toBeUndefined()
    await store.recordAudit(record(target, 1))
    for (let number = 2; number <= 14; number += 1) await store.recordAudit(record(target, number))
    for (const run of ['run-1', 'run-2', 'run-14']) {
      expect(await store.changesOf(run, target)).toEqual({ first: run === 'run-1', changes: [] })
    }
    for (const run of ['run', 'run-15', 'run-1#2']) expect(await store.changesOf(run, target)).toBeUndefined()
    for (const of of [cluster('b'), fleetTarget]) expect(await store.changesOf('run-1', of)).toBeUndefined()
  })

  it('distinguishes targets whose names begin alike', async () => {
    const store = bench().store(await bench().newTable())
    const planes = ['prod', 'prod#1', 'prod#1#2'].map((key) => ({ kind: 'plane', key }) as const)
    for (const [at, plane] of planes.entries()) {
      await store.recordAudit(record(plane, 1))
      await store.recordAudit(record(plane, 2, { changes: [opened(finding(`f${at}`))] }))
    }
    for (const [at, plane] of planes.entries()) {
      expect((await store.changesOf('run-2', plane))?.changes).toEqual([opened(finding(`f${at}`))])
    }
  })

  it.each(doubled)('makes one of two passes of a run: %s', async (_, once, again, both) => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(first)
    await store.recordAudit(record(target, 2, { changes: [once] }))
    await store.recordAudit(record(target, 2, { changes: [again], takenAt: hour(1) }))
    expect((await store.changesOf('run-2', target))?.changes).toEqual(both)
  })

  it('counts no finding twice that two passes of a run opened at once', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(first)
    const passes = [0, 1].map((number) => record(target, 2, { changes: [opened(added)], takenAt: hour(number) }))
    await Promise.all(passes.map((pass) => store.recordAudit(pass)))
    expect((await store.changesOf('run-2', target))?.changes).toEqual([opened(added)])
  })

  it('gives no changes for a target’s first run, only that it was recorded, however many passes it took', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(first)
    await store.recordAudit({ ...first, takenAt: hour(0), changes: [opened(finding('f3')), gone] })
    expect((await store.changesOf('run-1', target))?.changes).toEqual([])
  })

  it('names another run’s changes to neither of two that overlap', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(first)
    await store.recordAudit(record(target, 2, { changes: [opened(added)] }))
    await store.recordAudit(record(target, 2, { run: 'run-b', takenAt: hour(1), changes: [gone] }))
    await store.recordAudit(record(target, 2, { takenAt: hour(2), changes: [] }))
    expect((await store.changesOf('run-2', target))?.changes).toEqual([opened(added)])
    expect((await store.changesOf('run-b', target))?.changes).toEqual([gone])
  })

  it('changes nothing by a superseded record, and by one that is repeated', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(first)
    await store.recordAudit(changed)
    await store.recordAudit(record(target, 2, { changes: [gone] }))
    await store.recordAudit(changed)
    expect((await store.changesOf('run-2', target))?.changes).toEqual([])
    expect((await store.changesOf('run-3', target))?.changes).toEqual(changed.changes)
  })

  it('gives what was settled, not what was proposed', async () => {
    const store = bench().store(await bench().newTable())
    await store.recordAudit(first)
    const proposed = [opened(now(one)), opened(now(one, { fingerprint: 'f2', severity: 'low' }))]
    await store.recordAudit(record(target, 2, { changes: proposed }))
    const { changes } = (await store.changesOf('run-2', target)) ?? {}
    expect(changes?.map(({ kind, finding: { fingerprint } }) => `${kind} ${fingerprint}`)).toEqual(['unchanged f2'])
  })

  it('forgets what a run changed after 90 days', async () => {
    let time = day(3)
    const store = bench().store(await bench().newTable(), { now: () => time })
    for (const each of [first, quiet, changed]) await store.recordAudit(each)
    time = '2026-05-04T11:59:59Z'
    expect((await store.changesOf('run-3', target))?.changes).toEqual(changed.changes)
    time = '2026-05-04T12:00:00Z'
    for (const run of ['run-1', 'run-2', 'run-3']) expect(await store.changesOf(run, target)).toBeUndefined()
  })
}
