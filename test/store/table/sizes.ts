import { expect, it } from 'vitest'
import { expectAgreement } from '../contract/overlaps.ts'
import { noise } from '../noise.ts'
import { cluster, comparison, finding, record, opened, resolved, snapshot, usualVerdicts } from '../records.ts'
import type { TableBench } from './table-bench.ts'
import { meteredClient } from './wire.ts'

const target = cluster('a')
const sixty = Array.from({ length: 60 }, (_, at) => finding(`${at}`.padStart(32, '0')))

export function sizeCases(bench: () => TableBench): void {
  it('takes at most 3 write units for a quiet record of a cluster', async () => {
    const { client, meter } = meteredClient(bench().client())
    const store = bench().store(await bench().newTable(), { client })
    const body = snapshot('arn:a', '2026-02-01T00:00:00Z')
    const usual = { verdicts: usualVerdicts(), snapshot: { hash: 'h', body } }
    await store.recordAudit(record(target, 1, { ...usual, changes: sixty.map(opened) }))
    const { writes, writeUnits } = meter
    await store.recordAudit(record(target, 2, { ...usual, findings: sixty }))
    expect(meter.writes - writes).toBe(2)
    expect(meter.writeUnits - writeUnits).toBeGreaterThan(0)
    expect(meter.writeUnits - writeUnits).toBeLessThanOrEqual(3)
  })

  it('stores what is larger than an item in pieces, and reads it whole', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    const large = sixty.slice(0, 12).map((each) => ({ ...each, evidence: { list: noise(60) } }))
    const verdicts = usualVerdicts().map((each) => (each.verdict === 'unknown' ? { ...each, detail: noise(60) } : each))
    const body = { ...snapshot('arn:a', '2026-02-01T00:00:00Z'), locator: noise(600) }
    await store.recordAudit(record(target, 1, { changes: large.map(opened), verdicts, snapshot: { hash: 'h', body } }))
    const [stored, ...rest] = await store.readHistory(target, 5)
    expect(rest).toEqual([])
    expect(stored?.verdicts).toEqual(
      verdicts.map((each) => (each.verdict === 'pass' ? { ...each, evidence: undefined } : each)),
    )
    expect(await store.readSnapshot('h')).toEqual(body)
    expect((await store.readState(target)).findings).toEqual(large)
    await expectAgreement(bench(), table, ['a'])
    const ended = large.map((each) => resolved(each, 2))
    await store.recordAudit(record(target, 2, { changes: ended }))
    const rows = await bench().rows(table)
    const states = rows.filter((row) => String(row['sk']).startsWith('STATE#'))
    expect(await store.changesOf('run-2', target)).toEqual({ first: false, changes: ended })
    expect((await store.readRecords('run-2')).map((each) => each.target)).toEqual([target])
    expect(new Set(states.map((row) => String(row['sk']).split('#')[1]))).toEqual(new Set(['2026-02-02T12:00:00.000Z']))
    await expectAgreement(bench(), table, ['a'])
  })

  it('stores a finding whose evidence no item can hold: whole in the state, named in the list', async () => {
    const store = bench().store(await bench().newTable())
    const huge = finding('f1', { evidence: { list: noise(900) } })
    await store.recordAudit(record(target, 1, { changes: [comparison('opened', huge)] }))
    expect((await store.readState(target)).findings).toEqual([huge])
    const [listed] = await store.queryFindings({ state: 'open' })
    expect(listed).toMatchObject({ fingerprint: 'f1', severity: 'high' })
    expect(Object.keys(listed?.evidence ?? {})).toEqual(['omittedBytes'])
  })
}
