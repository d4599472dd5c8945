import type { FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import pMemoize from 'p-memoize'

/** Pages at once in memory: about 100 KB each. */
const mostHeld = 50
/** A finding may expire without a write. */
const longestMs = 10_000

/**
 * Passes a page on for as long as no finding was written since: it is then the very page that would be read again. Only
 * where this process alone writes. Those who ask together share one reading.
 */
export function heldPages(pages: FindingPages, generation: () => number): FindingPages {
  const held = new Map<string, Awaited<ReturnType<FindingPages['page']>>>()
  const cache = {
    has: (key: string) => held.has(key),
    get: (key: string) => held.get(key),
    delete: (key: string) => held.delete(key),
    set: (key: string, page: Awaited<ReturnType<FindingPages['page']>>) => {
      const [oldest] = held.keys()
      if (held.size >= mostHeld && oldest !== undefined) held.delete(oldest)
      held.set(key, page)
    },
  }
  const cacheKey = (asked: unknown): string =>
    JSON.stringify([generation(), Math.floor(performance.now() / longestMs), asked])
  return {
    ...pages,
    page: pMemoize((...asked: Parameters<FindingPages['page']>) => pages.page(...asked), { cacheKey, cache }),
  }
}
