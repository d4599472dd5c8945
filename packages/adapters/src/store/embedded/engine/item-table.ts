import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { indexKeyOf, indexNames, keyOf, sizeOf, type IndexName, type Item, type ItemKey } from './item.ts'

/** An item as it is stored. */
export interface StoredItem {
  /** Its JSON in DynamoDB's wire form. */
  readonly json: Uint8Array
  /** As DynamoDB counts them. */
  readonly bytes: number
}

/** Items of one partition in the order of their sort keys, or all items in the order of their keys. */
export interface Range {
  readonly index?: IndexName
  readonly partition?: string
  /** Bounds of the sort key: SQL's operator and a value each. */
  readonly bounds: readonly (readonly ['=' | '<' | '<=' | '>' | '>=', string])[]
  readonly backwards: boolean
  /** Begins behind this item; `at`: its place in the index. */
  readonly from?: { readonly key: ItemKey; readonly at: ItemKey }
}

/** One table. Item and index entries are one row with three indexes of SQLite's, so that no write separates them. */
export interface ItemTable {
  readonly get: (key: ItemKey) => StoredItem | undefined
  readonly put: (item: Item) => void
  readonly remove: (key: ItemKey) => void
  readonly range: (range: Range) => Generator<StoredItem>
  /** How often an item of an index was written or replaced, or any was removed: a list that was read before may differ. */
  readonly generation: () => number
  /** Stores the digest of all rows; false where it did not change. */
  readonly storeDigest: () => boolean
  /** After a transaction that was rolled back; false where the table went with it. */
  readonly restoreDigest: () => boolean
}

/** SQLite's name of the table's rows. */
export const quoted = (table: string): string => `"items of ${table}"`

const schemaOf = (table: string): string => `
CREATE TABLE IF NOT EXISTS ${quoted(table)} (
  id INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL,
  gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT,
  bytes INTEGER NOT NULL, checksum INTEGER NOT NULL, item BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS "keys of ${table}" ON ${quoted(table)} (pk, sk);
CREATE INDEX IF NOT EXISTS "gsi1 of ${table}" ON ${quoted(table)} (gsi1pk, gsi1sk) WHERE gsi1pk NOT NULL;
CREATE INDEX IF NOT EXISTS "gsi2 of ${table}" ON ${quoted(table)} (gsi2pk, gsi2sk) WHERE gsi2pk NOT NULL;
INSERT OR IGNORE INTO tables VALUES ('${table}', 0, 0);
`

const columns = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'bytes', 'checksum', 'item']

/** The table of this name, which is made where there is none. */
export function openTable(file: DatabaseSync, name: string): ItemTable {
  file.exec(schemaOf(name))
  const rows = quoted(name)
  const { get, storedOf, put, remove } = statementsOf(file, rows)
  const digest = digestOf(file, name)
  const range = rangeReader(file, rows)
  let generation = 0
  /** Whether what goes was in an index. */
  const forget = (key: ItemKey): boolean => {
    const stored = storedOf.get(key.pk, key.sk)
    if (stored) digest.count(Number(stored['checksum']), -1)
    return stored?.['indexed'] === 1
  }
  return {
    get: ({ pk, sk }) => {
      const row = get.get(pk, sk)
      return row && storedItem(row)
    },
    put: (item) => {
      const key = keyOf(item)
      const wasIndexed = forget(key)
      const json = Buffer.from(JSON.stringify(item))
      const checksum = crc32(json)
      const places = indexed(item)
      if (wasIndexed || places.some((place) => place !== null)) generation += 1
      put.run(key.pk, key.sk, ...places, sizeOf(item), checksum, json)
      digest.count(checksum, 1)
    },
    remove: (key) => {
      generation += 1
      forget(key)
      remove.run(key.pk, key.sk)
    },
    range,
    generation: () => generation,
    storeDigest: digest.store,
    restoreDigest: digest.restore,
  }
}

function statementsOf(file: DatabaseSync, rows: string) {
  const get = file.prepare(`SELECT pk, sk, bytes, checksum, item FROM ${rows} WHERE pk = ? AND sk = ?`)
  const storedOf = file.prepare(
    `SELECT checksum, gsi1pk NOT NULL OR gsi2pk NOT NULL AS indexed FROM ${rows} WHERE pk = ? AND sk = ?`,
  )
  const put = file.prepare(
    `INSERT INTO ${rows} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (pk, sk) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  )
  const remove = file.prepare(`DELETE FROM ${rows} WHERE pk = ? AND sk = ?`)
  return { get, storedOf, put, remove }
}

const indexed = (item: Item): (string | null)[] =>
  indexNames.flatMap((index) => {
    const place = indexKeyOf(item, index)
    return [place?.pk ?? null, place?.sk ?? null]
  })

/** Of all rows: how many there are, and the XOR of their checksums. A row that is lost or changed shows in it. */
function digestOf(file: DatabaseSync, name: string) {
  const read = file.prepare('SELECT rows, digest FROM tables WHERE name = ?')
  const write = file.prepare('UPDATE tables SET rows = ?, digest = ? WHERE name = ?')
  let now = { rows: 0, digest: 0, isChanged: false }
  const restore = (): boolean => {
    const stored = read.get(name)
    now = { rows: Number(stored?.['rows'] ?? 0), digest: Number(stored?.['digest'] ?? 0), isChanged: false }
    return stored !== undefined
  }
  restore()
  return {
    count: (checksum: number, rows: 1 | -1): void => {
      now = { rows: now.rows + rows, digest: (now.digest ^ checksum) >>> 0, isChanged: true }
    },
    store: (): boolean => {
      const { isChanged } = now
      if (isChanged) write.run(now.rows, now.digest, name)
      now.isChanged = false
      return isChanged
    },
    restore,
  }
}

/** Reads by statements that are prepared once for each form of a range. */
function rangeReader(file: DatabaseSync, rows: string): ItemTable['range'] {
  const prepared = new Map<string, StatementSync>()
  return function* (range) {
    const { sql, values } = selection(rows, range)
    const statement = prepared.get(sql) ?? file.prepare(sql)
    prepared.set(sql, statement)
    for (const row of statement.iterate(...values)) yield storedItem(row)
  }
}

function selection(rows: string, { index, partition, bounds, backwards, from }: Range) {
  const [pk, sk] = [`${index ?? ''}pk`, `${index ?? ''}sk`]
  const where = bounds.map(([by]) => `${sk} ${by} ?`)
  const values: SQLInputValue[] = bounds.map(([, value]) => value)
  if (partition !== undefined) {
    where.unshift(`${pk} = ?`)
    values.unshift(partition)
  } else if (index) where.push(`${pk} NOT NULL`)
  // items at one place of an index are in the order of their own keys
  const places = index && from ? [from.at.pk, from.at.sk, from.key.pk, from.key.sk] : from && [from.key.pk, from.key.sk]
  const order = [...new Set([pk, sk, 'pk', 'sk'])].slice(partition === undefined ? 0 : 1)
  if (places) {
    where.push(`(${order.join(', ')}) ${backwards ? '<' : '>'} (${order.map(() => '?').join(', ')})`)
    values.push(...places.slice(-order.length))
  }
  const filter = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`
  const by = order.map((column) => `${column} ${backwards ? 'DESC' : 'ASC'}`).join(', ')
  return { sql: `SELECT pk, sk, bytes, checksum, item FROM ${rows} ${filter} ORDER BY ${by}`, values }
}

/** Bits may change on a disk that works on: a row is proven whenever it is read. */
function storedItem({ pk, sk, bytes, checksum, item }: Record<string, unknown>): StoredItem {
  if (item instanceof Uint8Array && crc32(item) === checksum) return { json: item, bytes: Number(bytes) }
  throw new AuditorError('store', `a stored row is damaged: ${String(pk)} / ${String(sk)}`, {
    remedy: 'restore the data folder from a copy, or move it away: the next audit reads the whole fleet again',
  })
}
