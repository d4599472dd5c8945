import { paginate } from '@fleet-auditor/api/http/paginate.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const page = (list: readonly string[], limit: number, cursor: string | undefined, binding = 'list') =>
  paginate(list, (word) => word, { limit, cursor, binding })

describe('the pages of a list in memory', () => {
  it('hold every item once, in the order of keys, whatever the limit', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 7 }), (words, limit) => {
        const seen: string[] = []
        let cursor: string | undefined
        do {
          const { items, next } = page(words, limit, cursor)
          expect(items.length).toBeLessThanOrEqual(limit)
          seen.push(...items)
          cursor = next
        } while (cursor !== undefined)
        expect(seen).toEqual(words.toSorted((a, b) => (a < b ? -1 : 1)))
      }),
    )
  })

  it('move on past items that came and went between two pages', () => {
    const { next } = page(['a', 'b', 'c', 'd'], 2, undefined)
    expect(page(['a', 'aa', 'c', 'd'], 2, next).items).toEqual(['c', 'd'])
  })

  it('refuse the cursor of another list', () => {
    const { next } = page(['a', 'b'], 1, undefined, 'one')
    expect(() => page(['a', 'b'], 1, next, 'other')).toThrow('the cursor is none of this list')
  })
})
