import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { createRecords } from '@fleet-auditor/adapters/store/memory/records.ts'
import { describe, expect, it } from 'vitest'
import { fixedNow } from '../store/contract/store-bench.ts'
import { cluster, day, finding, record, opened, run } from '../store/records.ts'
import { createMemoryBench } from './memory-bench.ts'

const clock = { now: fixedNow }

describe('a store in memory', () => {
  it('does not see what a caller does to a value after storing it', async () => {
    const store = createMemoryStore({ clock })
    const [stored, given] = [record(cluster('a'), 1, { changes: [opened(finding('f1'))] }), run(1)]
    await Promise.all([store.recordAudit(stored), store.openRun(given)])
    Object.assign(stored.changes[0]?.finding ?? {}, { severity: 'info' })
    given.ledger.push({ id: 'a', kind: 'cluster', outcome: 'audited' })
    expect((await store.readState(cluster('a'))).findings).toEqual([finding('f1')])
    expect(await store.readRun('run-1')).toEqual(run(1))
  })

  it('does not see what a caller does to a value that it read', async () => {
    const store = createMemoryStore({ clock })
    await store.recordAudit(record(cluster('a'), 1, { changes: [opened(finding('f1'))] }))
    const { findings } = await store.readState(cluster('a'))
    Object.assign(findings[0]?.evidence ?? {}, { missing: [] })
    const [listed] = await store.queryFindings({})
    Object.assign(listed?.target ?? {}, { key: 'b' })
    expect((await store.readState(cluster('a'))).findings).toEqual([finding('f1')])
    expect(await store.queryFindings({})).toEqual([{ ...finding('f1'), target: cluster('a') }])
  })

  it('shares its records with stores that are given them, and with no other', async () => {
    const records = createRecords()
    await createMemoryStore({ clock, records }).openRun(run(1))
    expect(await createMemoryStore({ clock, records }).readRun('run-1')).toEqual(run(1))
    expect(await createMemoryStore({ clock }).readRun('run-1')).toBeUndefined()
  })

  it('deletes what is expired when a run closes, and nothing else', async () => {
    const bench = createMemoryBench()
    const table = await bench.newTable()
    let time = day(1)
    const store = bench.store(table, { now: () => time })
    await store.recordAudit(record(cluster('a'), 1, { changes: [opened(finding('f1'))] }))
    await store.ledger.claimPass('run-1', 1, 0)
    await store.openRun(run(1))
    const kinds = async () => (await bench.rows(table)).map(({ key }) => key.split(' ')[0])
    expect(await kinds()).toEqual(['audits', 'events', 'marks', 'runs', 'targets'])
    time = '2026-06-20T00:00:00Z'
    await store.closeRun(run(1, { state: 'complete' }))
    expect(await kinds()).toEqual(['runs', 'targets'])
  })
})
