import { shortHash } from '@fleet-auditor/audit/hash.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

interface KeyedPage<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/**
 * One page of a list in memory, in the order of its keys, which are unique. The cursor names the
 * last key seen, so that items that come or go between two pages move no others; `binding` identifies the list.
 */
export function paginate<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  { limit, cursor, binding }: { readonly limit: number; readonly cursor: string | undefined; readonly binding: string },
): KeyedPage<T> {
  const bound = shortHash(binding).slice(0, 12)
  const after = cursor === undefined ? undefined : lastKey(cursor, bound)
  const keyed = list.map((item) => ({ item, key: keyOf(item) })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const rest = after === undefined ? keyed : keyed.filter(({ key }) => key > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ item }) => item),
    next: last && rest.length > limit ? Buffer.from(`${bound} ${last.key}`).toString('base64url') : undefined,
  }
}

function lastKey(cursor: string, bound: string): string {
  const text = Buffer.from(cursor, 'base64url').toString()
  if (text.startsWith(`${bound} `)) return text.slice(bound.length + 1)
  throw new AuditorError('usage', 'the cursor is none of this list', {
    place: 'cursor',
    remedy: 'take next of the page before, with the same filters',
  })
}
