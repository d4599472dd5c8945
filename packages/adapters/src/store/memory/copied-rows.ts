import type { StoredRow, StoreRows } from '@fleet-auditor/audit/ports/store-rows.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { isExpired } from '../table/expiry.ts'
import type { Cloned, Memory, Shelf } from './records.ts'

/** All shelves but that of tokens, each record as a row: the shelf's name, the record's key, its JSON. */
export const createMemoryRows = (cloned: Cloned): StoreRows => ({
  layout: 'memory 1',
  page: cloned((memory) => ({ rows: rowsOf(memory).filter(({ pk }) => pk !== 'tokens') })),
  isEmpty: cloned((memory) => rowsOf(memory).length === 0),
  put: cloned(put),
})

// what a shelf holds is its own: here it is JSON alone
const shelvesOf = ({ records }: Memory) => new Map(Object.entries(records as Record<string, Shelf<unknown>>))

function rowsOf(memory: Memory): StoredRow[] {
  const rows = [...shelvesOf(memory)].flatMap(([pk, shelf]) =>
    [...shelf]
      .filter(([, entry]) => !isExpired({ ...entry }, memory.now()))
      .map(([sk, { value, expiresAt }]): StoredRow => {
        const row = { pk, sk, value: canonical(value) }
        return expiresAt === undefined ? row : { ...row, expiresAt }
      }),
  )
  return rows.toSorted((a, b) => (a.pk === b.pk ? (a.sk < b.sk ? -1 : 1) : a.pk < b.pk ? -1 : 1))
}

function put(memory: Memory, rows: readonly StoredRow[]): void {
  const shelves = shelvesOf(memory)
  for (const { pk, sk, value, expiresAt } of rows) {
    const entry = { value: typeof value === 'string' ? (JSON.parse(value) as unknown) : value }
    shelves.get(pk)?.set(sk, typeof expiresAt === 'number' ? { ...entry, expiresAt } : entry)
  }
}
