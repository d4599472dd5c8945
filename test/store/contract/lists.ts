import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { expect, it } from 'vitest'
import { cluster, day, finding, record, opened, resolved, run, snapshot } from '../records.ts'
import type { StoreBench } from './store-bench.ts'

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

export const registered = (key: string, change: Partial<RegisteredCluster> = {}): RegisteredCluster => ({
  key,
  cluster: { id: `eks:${key}`, locator: `arn:${key}`, name: key, provider: 'eks', scope: 's', labels: { team: 'a' } },
  planes: ['prod'],
  open: 1,
  firstSeen: day(1),
  ...change,
})

export function listCases(bench: () => StoreBench): void {
  it('finds findings by state, check and target over every partition, changed last first', async () => {
    const store = bench().store(await bench().newTable())
    for (const [at, key] of ['a', 'b', 'c'].entries()) {
      const some = severities.flatMap((severity, number) => [
        finding(`${key}x${number}`, { severity, changedAt: day(at + 1), check: 'unpinned-image' }),
        finding(`${key}y${number}`, { severity, changedAt: day(at + 1) }),
      ])
      await store.recordAudit(record(cluster(key), at + 1, { changes: some.map(opened) }))
    }
    await store.recordAudit(
      record(cluster('a'), 5, { changes: [resolved(finding('ax0', { check: 'unpinned-image' }), 5)] }),
    )
    const count = async (query: Parameters<typeof store.queryFindings>[0]) => (await store.queryFindings(query)).length
    expect(await count({})).toBe(30)
    expect(await count({ state: 'open' })).toBe(29)
    expect(await count({ state: 'resolved' })).toBe(1)
    expect(await count({ check: 'unpinned-image' })).toBe(15)
    expect(await count({ check: 'unpinned-image', state: 'open' })).toBe(14)
    expect(await count({ target: cluster('a') })).toBe(10)
    expect(await count({ target: cluster('a'), check: 'unpinned-image', state: 'open' })).toBe(4)
    expect(await count({ check: 'unpinned' })).toBe(0)
    expect(await count({ target: cluster('z') })).toBe(0)
    const times = (await store.queryFindings({})).map((each) => each.changedAt)
    expect(times).toEqual(times.toSorted().toReversed())
  })

  it('pages a partition to its end', async () => {
    const store = bench().store(await bench().newTable())
    const large = 'x'.repeat(60 * 1024)
    const some = Array.from({ length: 60 }, (_, at) => finding(`f${at}`, { evidence: { large } }))
    await store.recordAudit(record(cluster('a'), 1, { changes: some.map(opened) }))
    expect(await store.queryFindings({ state: 'open' })).toHaveLength(60)
    expect(await store.queryFindings({ check: 'missing-resources' })).toHaveLength(60)
    expect(await store.queryFindings({ target: cluster('a') })).toHaveLength(60)
  }, 30_000)

  it('holds the registry in the order of ids, and writes only what differs from what is known', async () => {
    const store = bench().store(await bench().newTable())
    const all = Array.from({ length: 60 }, (_, at) => registered(`c${String(at).padStart(2, '0')}`))
    await store.register(all.toReversed(), [])
    expect(await store.readRegistry()).toEqual(all)
    const changed = registered('c07', {
      openByCheck: { 'public-broker': { critical: 1 } },
      presence: 'found',
      goneIn: 'run-2',
    })
    const byAnother = registered('c08', { open: 5 })
    await store.register([changed, byAnother], [...all.slice(0, 8), byAnother])
    expect(await store.readRegistry()).toEqual(all.map((each) => (each.key === 'c07' ? changed : each)))
  })

  it('gives a UID to the first of 20 that ask at once, and to no later one', async () => {
    const table = await bench().newTable()
    const racers = Array.from({ length: 20 }, (_, at) => bench().store(table).claimUid('uid-1', `cluster-${at}`))
    const winners = new Set(await Promise.all(racers))
    expect(winners.size).toBe(1)
    expect(winners).toContain(await bench().store(table).claimUid('uid-1', 'late'))
    expect(await bench().store(table).claimUid('uid-2', 'late')).toBe('late')
  })

  it('retains the first body of a snapshot for 180 days past its last use', async () => {
    let time = '2026-02-01T00:00:00Z'
    const store = bench().store(await bench().newTable(), { now: () => time })
    const [body, later] = [snapshot('arn:a', day(1)), snapshot('arn:a', day(2))]
    await store.recordAudit(record(cluster('a'), 1, { snapshot: { hash: 'h1', body } }))
    await store.recordAudit(record(cluster('a'), 2, { snapshot: { hash: 'h1', body: later } }))
    expect(await store.readSnapshot('h1')).toEqual(body)
    expect(await store.readSnapshot('h2')).toBeUndefined()
    time = '2026-05-15T00:00:00Z'
    await store.recordAudit(record(cluster('a'), 3, { snapshot: { hash: 'h1', body } }))
    time = '2026-11-10T00:00:00Z'
    expect(await store.readSnapshot('h1')).toEqual(body)
    time = '2026-12-24T00:00:00Z'
    expect(await store.readSnapshot('h1')).toBeUndefined()
  })

  it('hides what is expired, and retains the rest when a run closes', async () => {
    const table = await bench().newTable()
    let time = day(1)
    const store = bench().store(table, { now: () => time })
    const [one, two] = [finding('f1'), finding('f2')]
    await store.openRun(run(1))
    await store.recordAudit(record(cluster('a'), 1, { changes: [opened(one), opened(two)] }))
    await store.recordAudit(record(cluster('a'), 2, { changes: [resolved(one, 2)] }))
    expect(await store.queryFindings({})).toHaveLength(2)
    time = '2026-06-20T00:00:00Z'
    expect(await store.readHistory(cluster('a'), 5)).toEqual([])
    expect(await store.readRecords('run-1')).toEqual([])
    expect((await store.queryFindings({})).map((each) => each.fingerprint)).toEqual(['f2'])
    expect(await store.readTransitions(cluster('a'), 'f1')).toEqual([])
    expect((await store.readState(cluster('a'))).head?.run).toBe('run-2')
    await store.closeRun(run(1, { state: 'complete' }))
    expect((await store.listRuns(3)).map((each) => each.id)).toEqual(['run-1'])
    time = '2027-12-01T00:00:00Z'
    expect(await store.listRuns(3)).toEqual([])
  })
}
