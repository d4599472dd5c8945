import { targetPage } from '@fleet-auditor/adapters/store/pages/finding-pages.ts'
import { mergedPage } from '@fleet-auditor/adapters/store/pages/merged-pages.ts'
import type { OrderedFinding, ReadStep } from '@fleet-auditor/adapters/store/pages/partition-stream.ts'
import { changeKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import { unitsOfBytes } from '@fleet-auditor/adapters/store/table/metered-query.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cluster, day, finding } from '../records.ts'

interface Stored extends OrderedFinding {
  readonly partition: string
  readonly isWanted: boolean
}

const rowBytes = 1000

/** Findings by number, the higher the newer, in these partitions; every third is none that the list wants. */
const storedIn = (partitions: readonly number[]): Stored[] =>
  partitions.map((partition, at) => {
    const fingerprint = String(at).padStart(6, '0')
    const of = { ...finding(fingerprint), target: cluster('a') }
    return { place: changeKey(day(1), fingerprint), finding: of, partition: `p${partition}`, isWanted: at % 3 > 0 }
  })

/** What DynamoDB does: rows of one partition behind a place, so many at once. */
function readerOf(stored: readonly Stored[], behind: string | undefined): ReadStep {
  return async (partition, count, from) => {
    const all = stored.filter((one) => one.partition === partition && (behind === undefined || one.place < behind))
    const at = Number(from?.['at'] ?? 0)
    const rows = all.toReversed().slice(at, at + count)
    const last = rows.at(-1)
    return {
      wanted: rows.filter(({ isWanted }) => isWanted),
      ...(last ? { reached: last.place } : {}),
      rows: rows.length,
      bytes: rows.length * rowBytes,
      units: unitsOfBytes(rows.length * rowBytes),
      ...(at + count <= all.length ? { from: { at: at + count } } : {}),
    }
  }
}

describe('pages merged from partitions', () => {
  it('hold everything once and in order, whatever lies where and however little a page may cost', async () => {
    const partitions = fc.array(fc.oneof(fc.nat(2), fc.nat(40)), { maxLength: 120 })
    await fc.assert(
      fc.asyncProperty(partitions, fc.integer({ min: 1, max: 30 }), fc.nat(40), async (some, limit, spare) => {
        const stored = storedIn(some)
        const request = { partitions: Array.from({ length: 41 }, (_, at) => `p${at}`), limit, spare }
        const places: string[] = []
        let behind: string | undefined
        do {
          const page = await mergedPage(readerOf(stored, behind), request)
          expect(page.found.length).toBeLessThanOrEqual(limit)
          if (page.behind !== undefined && behind !== undefined) expect(page.behind < behind).toBe(true)
          places.push(...page.found.map(({ place }) => place))
          behind = page.behind
        } while (behind !== undefined)
        const wanted = stored.filter(({ isWanted }) => isWanted).map(({ place }) => place)
        expect(places).toEqual(wanted.toReversed())
      }),
    )
  })

  it('ask partitions far behind the others once, for few rows', async () => {
    const stored = storedIn([...Array.from({ length: 300 }, (_, at) => 1 + (at % 40)), ...Array(100).fill(0)])
    const asked: string[] = []
    const read = readerOf(stored, undefined)
    const counting: ReadStep = (partition, ...rest) => {
      asked.push(partition)
      return read(partition, ...rest)
    }
    const partitions = Array.from({ length: 41 }, (_, at) => `p${at}`)
    const { found } = await mergedPage(counting, { partitions, limit: 50, spare: 100 })
    expect(found).toHaveLength(50)
    expect(asked.filter((partition) => partition !== 'p0')).toHaveLength(40)
  })
})

describe('pages of targets', () => {
  const placed = storedIn([0, 0, 0])
  const targets = (count: number) => Array.from({ length: count }, (_, at) => `o${at}`)
  const pageOf = (count: number, units: number, wanted: readonly OrderedFinding[] = placed) => {
    let asked = 0
    const read = async () => {
      asked += 1
      return { wanted, units }
    }
    const page = targetPage(read, { targets: targets(count), limit: 5, spare: 64 })
    return page.then(({ found, units: spent }) => ({ found: found?.length, spent, asked }))
  }

  it.each([
    ['one target, however dear', 1, 500, { found: 3, spent: 500, asked: 1 }],
    ['few targets', 10, 1.5, { found: 5, spent: 15, asked: 10 }],
    ['as many as the spare units allow', 43, 1.5, { found: 5, spent: 64.5, asked: 43 }],
    ['more than that: found out by a sample', 60, 1.5, { found: undefined, spent: 6, asked: 4 }],
    ['targets with many findings', 10, 8, { found: undefined, spent: 32, asked: 4 }],
    ['so many that none need be asked', 200, 0.5, { found: undefined, spent: 0, asked: 0 }],
  ])('%s', async (_, count, units, expected) => expect(await pageOf(count, units)).toEqual(expected))
})
