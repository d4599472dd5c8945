import type { FindingFilter, FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { fleetTarget } from '@fleet-auditor/model/target.ts'
import { expect, it } from 'vitest'
import { cluster, day, finding, record, opened, resolved } from '../records.ts'
import { findingsOf, seedKey, seedMiddle } from '../seeded-findings.ts'
import type { StoreBench } from './store-bench.ts'

const findings = Array.from({ length: 30 }, (_, number) => findingsOf(number, 12)).flat()
const targets = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => cluster(seedKey(from + at)))

/** Every filter, and which findings it is to leave. */
const filters: [string, FindingFilter, (finding: StoredFinding) => boolean][] = [
  ['nothing', {}, () => true],
  ['a state', { state: 'resolved' }, (of) => of.state === 'resolved'],
  ['severities', { severities: ['critical', 'info'] }, (of) => of.severity === 'critical' || of.severity === 'info'],
  ['no severity at all', { severities: [] }, () => false],
  ['a check', { check: 'public-endpoint' }, (of) => of.check === 'public-endpoint'],
  ['a check that none failed', { check: 'open' }, () => false],
  ['providers', { providers: ['gke', 'aks'] }, (of) => of.provider !== 'eks'],
  ['the time of the change', { changedSince: seedMiddle }, (of) => of.changedAt >= seedMiddle],
  ['a time in another zone', { changedSince: '2026-01-16T02:00:00+02:00' }, (of) => of.changedAt >= seedMiddle],
  ['a time to come', { changedSince: '2027-01-01T00:00:00Z' }, () => false],
  ['one target', { targets: targets(3, 4) }, (of) => of.target.key === seedKey(3)],
  ['some targets', { targets: targets(3, 9) }, (of) => targets(3, 9).some(({ key }) => key === of.target.key)],
  ['many targets', { targets: [...targets(3, 30), ...targets(100, 300)] }, (of) => findings.indexOf(of) >= 36],
  ['no target at all', { targets: [] }, () => false],
  ['an unknown target', { targets: [fleetTarget] }, () => false],
  ['text of a check', { text: 'BROKER' }, () => true],
  ['text of evidence and name', { text: 'limits.MEMORY' }, () => true],
  ['text that one has', { text: findings[77]?.subject.name ?? '' }, (of) => of === findings[77]],
  ['text that none has', { text: 'kafka' }, () => false],
  [
    'a check, a state, a severity and a provider',
    { check: 'public-endpoint', state: 'open', severities: ['critical'], providers: ['eks'] },
    (of) => of.check === 'public-endpoint' && of.state === 'open' && of.provider === 'eks',
  ],
  [
    'a state, a severity, a provider and a time',
    { state: 'open', severities: ['medium'], providers: ['aks'], changedSince: seedMiddle },
    (of) => of.state === 'open' && of.severity === 'medium' && of.provider === 'aks' && of.changedAt >= seedMiddle,
  ],
  [
    'targets, a check and a time',
    { targets: targets(0, 5), check: 'idle-meshsync', changedSince: seedMiddle },
    (of) => findings.indexOf(of) < 60 && of.check === 'idle-meshsync' && of.changedAt >= seedMiddle,
  ],
]

export function pageCases(bench: () => StoreBench): void {
  let seeded: Promise<FindingPages> | undefined
  const pages = () => (seeded ??= seededPages(bench()))

  it.each(filters)('list by %s: each finding once, the last changed first', async (_, filter, wanted) => {
    const expected = findings.filter(wanted).toSorted(changedLastFirst)
    for (const limit of [1, 60, 1000]) {
      const some = limit === 1 ? expected.slice(0, 5) : expected
      const listed = await listAll(await pages(), filter, limit, some.length)
      expect(listed.map((each) => each.fingerprint)).toEqual(some.map((each) => each.fingerprint))
      if (limit === 60) expect(listed).toEqual(some)
    }
  })

  it('fill every page but the last where the keys alone select', async () => {
    const sizes = []
    let cursor: string | undefined
    do {
      const page = await (await pages()).page({ state: 'open' }, 100, cursor)
      sizes.push(page.findings.length)
      cursor = page.next
    } while (cursor !== undefined)
    const open = findings.filter((each) => each.state === 'open').length
    expect(sizes).toEqual([100, 100, 100, open - 300])
  })

  it('lose nothing that stands while others change between two pages', async () => {
    const store = bench().store(await bench().newTable())
    const some = Array.from({ length: 12 }, (_, at) => finding(`f${at}`, { changedAt: day(at + 1) }))
    await store.recordAudit(record(cluster('a'), 12, { changes: some.map(opened) }))
    const first = await store.pages.page({}, 4)
    const [moved, shown] = [finding('f3', { changedAt: day(13) }), resolved(finding('f10'), 13)]
    await store.recordAudit(record(cluster('a'), 13, { changes: [{ ...opened(moved), kind: 'worsened' }, shown] }))
    const rest = []
    for (let next = first.next; next !== undefined;) {
      const page = await store.pages.page({}, 4, next)
      rest.push(...page.findings)
      next = page.next
    }
    const names = (list: readonly StoredFinding[]) => list.map((each) => each.fingerprint)
    expect(names(first.findings)).toEqual(['f11', 'f10', 'f9', 'f8'])
    expect(names(rest)).toEqual(['f7', 'f6', 'f5', 'f4', 'f2', 'f1', 'f0'])
  })

  it('refuse a cursor that is none, and one of another filter', async () => {
    const { next = '' } = await (await pages()).page({ state: 'open', severities: ['high', 'low'] }, 3)
    expect(next).toMatch(/^[\w-]+$/)
    const same: FindingFilter = { severities: ['low', 'high'], state: 'open' }
    expect((await (await pages()).page(same, 2, next)).findings).toHaveLength(2)
    const changed = Buffer.from(next, 'base64url').toString().replace('"v":1', '"v":2')
    const cursors = ['', 'x', '%%%', 'bnVsbA', next.slice(0, -9), Buffer.from(changed).toString('base64url')]
    for (const cursor of cursors) await expect((await pages()).page(same, 2, cursor)).rejects.toMatchObject(refusal)
    for (const other of [{}, { state: 'resolved' }, { ...same, targets: targets(0, 1) }] as const) {
      await expect((await pages()).page(other, 2, next)).rejects.toMatchObject(refusal)
    }
  })

  it('find a finding by its fingerprint alone, whatever target it has, until it is forgotten', async () => {
    let time = day(1)
    const store = bench().store(await bench().newTable(), { now: () => time })
    const plane = { kind: 'plane', key: 'prod#1' } as const
    await store.recordAudit(record(cluster('a'), 1, { changes: [opened(finding('f1'))] }))
    await store.recordAudit(record(plane, 1, { changes: [opened(finding('f2', { check: 'a#b' }))] }))
    await store.recordAudit(record(cluster('a'), 2, { changes: [resolved(finding('f1'), 2)] }))
    const { finding: ended } = resolved(finding('f1'), 2)
    expect(await store.pages.find('f1')).toEqual({
      finding: { ...ended, target: cluster('a') },
      transitions: ['opened', 'resolved'],
    })
    expect((await store.pages.find('f2'))?.finding.target).toEqual(plane)
    expect(await store.pages.find('f3')).toBeUndefined()
    time = '2026-06-20T00:00:00Z'
    expect(await store.pages.find('f1')).toBeUndefined()
    expect((await store.pages.page({}, 10)).findings.map((each) => each.fingerprint)).toEqual(['f2'])
  })

  it('give a target’s records before a time, newest first', async () => {
    const store = bench().store(await bench().newTable())
    for (const number of [1, 2, 3, 4]) await store.recordAudit(record(cluster('a'), number))
    const runs = async (limit: number, before?: string) =>
      (await store.pages.records(cluster('a'), limit, before)).map((each) => each.run)
    expect(await runs(3)).toEqual(['run-4', 'run-3', 'run-2'])
    expect(await runs(3, day(3))).toEqual(['run-2', 'run-1'])
    expect(await runs(1, '2026-02-03T13:00:00.001+01:00')).toEqual(['run-3'])
    expect(await runs(3, day(1))).toEqual([])
  })
}

const refusal = { code: 'usage', details: { place: 'cursor' } }

async function seededPages(bench: StoreBench): Promise<FindingPages> {
  const table = await bench.newTable()
  await bench.seed(table, findings)
  return bench.store(table).pages
}

/** Page after page to the end, or to `enough` findings. */
export async function listAll(pages: FindingPages, filter: FindingFilter, limit: number, enough: number) {
  const listed: StoredFinding[] = []
  let cursor: string | undefined
  do {
    const page = await pages.page(filter, limit, cursor)
    expect(page.findings.length).toBeLessThanOrEqual(limit)
    listed.push(...page.findings)
    cursor = page.next
  } while (cursor !== undefined && (limit > 1 || listed.length < enough))
  return listed
}

const placeOf = ({ changedAt, fingerprint }: StoredFinding): string => `${changedAt}#${fingerprint}`
const changedLastFirst = (a: StoredFinding, b: StoredFinding): number => (placeOf(a) < placeOf(b) ? 1 : -1)
