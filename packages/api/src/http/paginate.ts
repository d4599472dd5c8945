import { shortHash } from '@fleet-auditor/audit/hash.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

interface KeyedPage<T> {
  readonly items: readonly T[]
  readonly next?: string
}

export interface PageRequest {
  readonly limit: number
  readonly cursor: string | undefined
  /** What the list is, with its filters: a cursor belongs to it alone. */
  readonly binding: string
}

/**
 * One page of a list in memory, in the order of its keys, which are unique. The cursor names the
 * last key seen, so that items that come or go between two pages move no others.
 */
export function paginate<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  { limit, cursor, binding }: PageRequest,
): KeyedPage<T> {
  const bound = boundCursor(binding)
  const after = cursor === undefined ? undefined : bound.read(cursor)
  const keyed = list.map((item) => ({ item, key: keyOf(item) })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const rest = after === undefined ? keyed : keyed.filter(({ key }) => key > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ item }) => item),
    next: last && rest.length > limit ? bound.write(last.key) : undefined,
  }
}

/** Cursors that name a key of one list: that of another list, or a made-up one, is AuditorError `usage`. */
export function boundCursor(binding: string): { read(cursor: string): string; write(key: string): string } {
  const bound = shortHash(binding).slice(0, 12)
  return {
    read(cursor) {
      const text = Buffer.from(cursor, 'base64url').toString()
      if (text.startsWith(`${bound} `)) return text.slice(bound.length + 1)
      throw new AuditorError('usage', 'the cursor is none of this list', {
        place: 'cursor',
        remedy: 'take next of the page before, with the same filters',
      })
    },
    write: (key) => Buffer.from(`${bound} ${key}`).toString('base64url'),
  }
}
