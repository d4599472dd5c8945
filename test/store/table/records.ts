import { expect, it } from 'vitest'
import { changed, first, one, target, quiet, two } from '../contract/three-records.ts'
import { day } from '../records.ts'
import type { TableBench } from './table-bench.ts'
import type { Row } from './wire.ts'

const withKey = (rows: readonly Row[], start: string): Row[] =>
  rows.filter((row) => String(row['sk']).startsWith(start))

export function recordRowCases(bench: () => TableBench): void {
  it('rewrites nothing but HEAD on a quiet record, and adds its OBS row', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    await store.recordAudit(first)
    const before = await bench().rows(table)
    await store.recordAudit({ ...quiet, staleSince: day(1) })
    const after = await bench().rows(table)
    const old = new Set(before.map((row) => JSON.stringify(row)))
    const written = after.filter((row) => !old.has(JSON.stringify(row)))
    expect(written.map((row) => row['sk'])).toEqual([`OBS#${day(2)}#run-2`, 'STATE'])
    const { head, findings } = await store.readState(target)
    expect(head).toMatchObject({ run: 'run-2', takenAt: day(2), open: 2, staleSince: day(1) })
    expect(head?.stateVersion).toBe(withKey(before, 'STATE')[0]?.['stateVersion'])
    expect(findings).toEqual([one, two])
  })

  it('leaves one state, and an event of each record that changed something', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    for (const each of [first, quiet, changed]) await store.recordAudit(each)
    const rows = await bench().rows(table)
    expect(withKey(rows, 'STATE#')).toHaveLength(1)
    expect(withKey(rows, 'E#')).toHaveLength(2)
  })

  it('adds only the OBS row of a superseded record', async () => {
    const table = await bench().newTable()
    const store = bench().store(table)
    await store.recordAudit(changed)
    const before = await bench().rows(table)
    expect(await store.recordAudit(first)).toBe('superseded')
    const after = await bench().rows(table)
    const added = after.filter((row) => !before.some((old) => old['pk'] === row['pk'] && old['sk'] === row['sk']))
    expect(added.map((row) => row['sk'])).toEqual([`OBS#${day(1)}#run-1`])
    expect(after.filter((row) => !added.includes(row))).toEqual(before)
    const [, record] = await store.readHistory(target, 2)
    expect(record?.row.outcome).toBe('superseded')
  })
}
