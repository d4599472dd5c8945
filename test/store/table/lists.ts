import { expect, it } from 'vitest'
import { registered } from '../contract/lists.ts'
import { transitionsOf, cluster, day, finding, record, opened, resolved, run, snapshot } from '../records.ts'
import type { TableBench } from './table-bench.ts'
import { meteredClient } from './wire.ts'

export function listRowCases(bench: () => TableBench): void {
  it('writes only what differs in the registry', async () => {
    const { client, meter } = meteredClient(bench().client())
    const store = bench().store(await bench().newTable(), { client })
    const all = Array.from({ length: 60 }, (_, at) => registered(`c${String(at).padStart(2, '0')}`))
    await store.register(all, [])
    const known = await store.readRegistry()
    expect(known).toEqual(all)
    const { writes } = meter
    await store.register(all, known)
    expect(meter.writes).toBe(writes)
    const openByCheck = { 'public-broker': { critical: 1 } }
    const changed = registered('c07', { open: 1, openByCheck, team: 'payments', goneIn: 'run-2' })
    await store.register([changed, ...all.slice(8)], known)
    expect(meter.writes).toBe(writes + 1)
    expect(await store.readRegistry()).toEqual(all.map((each) => (each.key === 'c07' ? changed : each)))
  })

  it('writes nothing for a UID that is claimed', async () => {
    const table = await bench().newTable()
    const racers = Array.from({ length: 20 }, (_, at) => bench().store(table).claimUid('uid-1', `cluster-${at}`))
    const winners = new Set(await Promise.all(racers))
    expect(winners.size).toBe(1)
    const { client, meter } = meteredClient(bench().client())
    expect(winners).toContain(await bench().store(table, { client }).claimUid('uid-1', 'late'))
    expect(meter.writes).toBe(0)
  })

  it('stores a snapshot once, and again past the half of its time', async () => {
    const table = await bench().newTable()
    let time = '2026-02-01T00:00:00Z'
    const { client, meter } = meteredClient(bench().client())
    const store = bench().store(table, { client, now: () => time })
    const body = snapshot('arn:a', day(1))
    const stored = async () => (await bench().rows(table)).filter((row) => String(row['pk']).startsWith('SNAP#'))
    await store.recordAudit(record(cluster('a'), 1, { snapshot: { hash: 'h1', body } }))
    const [first] = await stored()
    await store.recordAudit(record(cluster('a'), 2, { snapshot: { hash: 'h1', body: snapshot('arn:a', day(2)) } }))
    expect(await stored()).toEqual([first])
    const { writes } = meter
    await store.recordAudit(record(cluster('b'), 2, { snapshot: { hash: 'h1', body } }))
    expect(await stored()).toEqual([first])
    expect(await store.readSnapshot('h1')).toEqual(body)
    expect(await store.readSnapshot('h2')).toBeUndefined()
    expect(meter.writes).toBeGreaterThan(writes)
    time = '2026-05-15T00:00:00Z'
    await store.recordAudit(record(cluster('a'), 3, { snapshot: { hash: 'h1', body } }))
    const [renewed] = await stored()
    expect(Number(renewed?.['expiresAt'])).toBeGreaterThan(Number(first?.['expiresAt']))
    time = '2026-12-24T00:00:00Z'
    expect(await store.readSnapshot('h1')).toBeUndefined()
  })

  it('hides expired rows, and a sweep deletes them', async () => {
    const table = await bench().newTable()
    let time = day(1)
    const store = bench().store(table, { now: () => time, sweepRows: 4 })
    const [one, two] = [finding('f1'), finding('f2')]
    await store.openRun(run(1))
    await store.recordAudit(record(cluster('a'), 1, { changes: [opened(one), opened(two)] }))
    await store.recordAudit(record(cluster('a'), 2, { changes: [resolved(one, 2)] }))
    expect(await store.queryFindings({})).toHaveLength(2)
    time = '2026-06-20T00:00:00Z'
    expect(await store.readHistory(cluster('a'), 5)).toEqual([])
    expect(await store.readRecords('run-1')).toEqual([])
    expect((await store.queryFindings({})).map((each) => each.fingerprint)).toEqual(['f2'])
    expect(await transitionsOf(store, 'f1')).toEqual([])
    expect((await store.readState(cluster('a'))).head?.run).toBe('run-2')
    const before = await bench().rows(table)
    for (let sweeps = 0; sweeps < 6; sweeps += 1) await store.closeRun(run(1, { state: 'complete' }))
    const after = (await bench().rows(table)).map((row) => String(row['sk']))
    expect(before.length).toBeGreaterThan(after.length)
    expect(after.filter((sk) => sk.startsWith('OBS#') || sk.startsWith('E#') || sk.endsWith('#f1'))).toEqual([])
    expect(after).toContain('F#missing-resources#f2')
    expect((await store.listRuns(3)).map((each) => each.id)).toEqual(['run-1'])
    time = '2027-12-01T00:00:00Z'
    expect(await store.listRuns(3)).toEqual([])
  })
}
