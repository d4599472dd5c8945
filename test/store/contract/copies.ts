import { exportStore } from '@fleet-auditor/audit/exchange/export-store.ts'
import { importStore } from '@fleet-auditor/audit/exchange/import-store.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { StoredToken } from '@fleet-auditor/model/stored-token.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { noise } from '../noise.ts'
import { cluster, finding, opened, record, resolved, run, snapshot } from '../records.ts'
import { digest, shard } from '../run-values.ts'
import { latencyDay } from './latency.ts'
import type { StoreBench } from './store-bench.ts'

/** What a store went through, day after day. */
const anyDay = fc.record({
  target: fc.constantFrom('payments', 'orders', 'with#sign'),
  change: fc.constantFrom('opened', 'resolved', 'quiet'),
  finding: fc.constantFrom('f1', 'f2'),
  text: fc.string({ unit: 'binary', maxLength: 20 }),
  snapshot: fc.boolean(),
  large: fc.boolean(),
})
const anyPast = fc.array(anyDay, { maxLength: 6 })

async function live(store: FleetStore, days: typeof anyPast extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  for (const [index, day] of days.entries()) {
    const number = index + 1
    const of = {
      ...finding(day.finding),
      evidence: { text: day.text, ...(day.large ? { noise: noise(400) } : {}) },
    }
    const changes = { opened: [opened(of)], resolved: [resolved(of, number)], quiet: [] }[day.change]
    const body = snapshot(day.target, of.openedAt)
    await store.openRun(run(number))
    await store.recordAudit(
      record(cluster(day.target), number, {
        changes,
        ...(day.snapshot ? { snapshot: { hash: `hash-${day.target}`, body } } : {}),
      }),
    )
    await store.ledger.putShard(`run-${number}`, 1, shard(2))
    await store.ledger.putDigest(`run-${number}`, digest(1))
    await store.closeRun(run(number, { state: 'complete' }))
    await store.latency.put([latencyDay('eu', 'us', `2026-02-0${number}`)])
  }
}

async function exported({ rows }: FleetStore): Promise<string[]> {
  const lines: string[] = []
  for await (const line of exportStore(rows)) lines.push(line)
  return lines
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield line.trimEnd()
}

const importInto = (store: FleetStore, lines: readonly string[]): Promise<number> =>
  importStore({ name: 'fleet.ndjson', lines: () => linesOf(lines) }, store.rows)

const token: StoredToken = {
  id: 'abcdef',
  name: 'ci',
  hash: 'a'.repeat(64),
  scopes: ['read'],
  createdAt: '2026-02-01T00:00:00Z',
}

export function copyCases(bench: () => StoreBench): void {
  it(
    'is imported into an empty store and exported again, byte for byte, and answers alike',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(anyPast, async (days) => {
          const [store, copy] = [bench().store(await bench().newTable()), bench().store(await bench().newTable())]
          await live(store, days)
          const lines = await exported(store)
          expect(await importInto(copy, lines)).toBe(lines.length - 2)
          expect(await exported(copy)).toEqual(lines)
          expect(await copy.queryFindings({})).toEqual(await store.queryFindings({}))
          expect(await copy.listRuns(20)).toEqual(await store.listRuns(20))
          for (const { target, change } of days) {
            expect(await copy.readState(cluster(target))).toEqual(await store.readState(cluster(target)))
            expect(change === 'quiet' || (await copy.changesOf('run-1', cluster(target)))).toEqual(
              change === 'quiet' || (await store.changesOf('run-1', cluster(target))),
            )
          }
        }),
        { numRuns: 10 },
      )
    },
  )

  it('holds no token', async () => {
    const store = bench().store(await bench().newTable())
    await store.tokens.create(token)
    await live(store, [])
    expect((await exported(store)).join('')).not.toContain(token.hash)
  })

  it.each<[string, (lines: string[]) => string[], string]>([
    ['that is cut off behind a line', (lines) => lines.slice(0, -2), 'the file is cut off'],
    [
      'that is cut off within a line',
      (lines) => [...lines.slice(0, 3), (lines[3] ?? '').slice(0, 40)],
      'no JSON, or cut off',
    ],
    ['without one of its lines', (lines) => lines.toSpliced(2, 1), 'was changed'],
    ['with two lines in another order', ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest], 'was changed'],
    ['with a changed value', (lines) => lines.map((line) => line.replace('run-1', 'run-9')), 'was changed'],
    ['without lines before its end', (lines) => [lines[0] ?? '', lines.at(-1) ?? ''], 'lines are missing'],
    ['that goes on behind its end', (lines) => [...lines, lines[1] ?? ''], 'goes on behind its end'],
    [
      'of a newer version',
      ([head = '', ...rest]) => [head.replace('"version":1', '"version":2'), ...rest],
      'newer fleet-auditor',
    ],
    [
      'of another layout',
      ([head = '', ...rest]) => [head.replace(/"layout":"\w+/, '"layout":"other'), ...rest],
      'of the layout other',
    ],
    ['that is something else', () => ['{"kind":"List"}'], 'no exported store'],
    ['without any line', () => [], 'the file is cut off'],
  ])('is refused as a file %s, and nothing is written', async (_, edit, message) => {
    const [store, copy] = [bench().store(await bench().newTable()), bench().store(await bench().newTable())]
    await live(store, [{ target: 'payments', change: 'opened', finding: 'f1', text: '', snapshot: true, large: false }])
    await expect(importInto(copy, edit(await exported(store)))).rejects.toThrow(message)
    expect(await copy.rows.isEmpty()).toBe(true)
  })

  it('is refused by a store that is not empty, were it by a token alone', async () => {
    const [store, other] = [bench().store(await bench().newTable()), bench().store(await bench().newTable())]
    await other.tokens.create(token)
    await expect(importInto(other, await exported(store))).rejects.toThrow('the store is not empty')
  })
}
