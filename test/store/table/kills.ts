import type { NewRecord } from '@fleet-auditor/audit/ports/store.ts'
import { describe, expect, it } from 'vitest'
import { expectAgreement } from '../contract/overlaps.ts'
import { cluster, comparison, finding, record, opened, resolved, snapshot } from '../records.ts'
import type { TableBench } from './table-bench.ts'
import { dyingClient } from './wire.ts'

const target = cluster('a')
const [one, two, three] = [finding('f1'), finding('f2'), finding('f3')]
const body = (number: number) => ({ hash: `hash-${number}`, body: snapshot('arn:a', `2026-02-0${number}T00:00:00Z`) })
const first = record(target, 1, { changes: [opened(one), opened(two)], snapshot: body(1) })
const worse = { ...comparison('worsened', { ...one, severity: 'critical' } as const), from: 'high' } as const
const changed = record(target, 2, { changes: [worse, resolved(two, 2), opened(three)], snapshot: body(2) })
const quiet = record(target, 2, { findings: [one, two], snapshot: body(1) })

const cases: readonly [string, readonly NewRecord[], NewRecord][] = [
  ['first', [], first],
  ['changed', [first], changed],
  ['quiet', [first], quiet],
]

export function killCases(bench: () => TableBench): void {
  describe.each(cases)('a %s record', (_, before, killed) => {
    it('is whole after a repetition, wherever it was killed', async () => {
      const expected = await bench().rows(await uninterrupted(bench(), [...before, killed]))
      await atEveryWrite(bench(), before, killed, async (table) => {
        await bench().store(table).recordAudit(killed)
        expect(await bench().rows(table)).toEqual(expected)
        await expectAgreement(bench(), table, ['a'])
      })
    })

    it('is there as a whole or not at all for who reads next, wherever it was killed', async () => {
      const states = await Promise.all(
        [before, [...before, killed]].map(async (records) => {
          const table = await uninterrupted(bench(), records)
          return bench().store(table).readState(target)
        }),
      )
      await atEveryWrite(bench(), before, killed, async (table) => {
        expect(states).toContainEqual(await bench().store(table).readState(target))
        await expectAgreement(bench(), table, ['a'])
      })
    })

    it('has all of its changes or none for who reads next, wherever it was killed', async () => {
      const whole = await bench()
        .store(await uninterrupted(bench(), [...before, killed]))
        .changesOf(killed.run, target)
      expect(whole?.changes).toHaveLength(before.length === 0 ? 0 : killed.changes.length)
      await atEveryWrite(bench(), before, killed, async (table) => {
        const changes = await bench().store(table).changesOf(killed.run, target)
        const { head } = await bench().store(table).readState(target)
        if (killed.changes.length > 0) expect(changes).toEqual(head?.run === killed.run ? whole : undefined)
        else expect([whole, undefined]).toContainEqual(changes)
      })
    })

    it('does not harm the next record, wherever it was killed', async () => {
      const next = record(target, 9, { changes: [opened(finding('f9', { provider: 'aks' }))] })
      await atEveryWrite(bench(), before, killed, async (table) => {
        expect(await bench().store(table).recordAudit(next)).toBe('committed')
        await expectAgreement(bench(), table, ['a'])
        const states = (await bench().rows(table)).filter((row) => String(row['sk']).startsWith('STATE#'))
        expect(states).toHaveLength(1)
      })
    })
  })
}

async function uninterrupted(bench: TableBench, records: readonly NewRecord[]): Promise<string> {
  const table = await bench.newTable()
  for (const each of records) await bench.store(table).recordAudit(each)
  return table
}

/** Kills the record before its first write, before its second, and so on, each time in a table of its own. */
async function atEveryWrite(
  bench: TableBench,
  before: readonly NewRecord[],
  killed: NewRecord,
  then: (table: string) => Promise<void>,
): Promise<void> {
  for (let writes = 0; ; writes += 1) {
    const table = await uninterrupted(bench, before)
    const dying = bench.store(table, { client: dyingClient(bench.client(), writes) })
    const died = await dying.recordAudit(killed).then(
      () => false,
      () => true,
    )
    await then(table)
    if (!died) return expect(writes).toBeGreaterThan(1)
  }
}
