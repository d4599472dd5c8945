import { DatabaseSync } from 'node:sqlite'
import { openTable, type ItemTable } from '@fleet-auditor/adapters/store/embedded/engine/item-table.ts'
import type { Item } from '@fleet-auditor/adapters/store/embedded/engine/item.ts'
import { beforeEach, describe, expect, it } from 'vitest'

const plain: Item = { pk: { S: 'p' }, sk: { S: 's' } }
const indexed: Item = { ...plain, gsi1pk: { S: 'open' }, gsi1sk: { S: '1' } }
const elsewhere: Item = { ...plain, gsi2pk: { S: 'check' }, gsi2sk: { S: '1' } }

let table: ItemTable
beforeEach(() => {
  const file = new DatabaseSync(':memory:')
  file.exec('CREATE TABLE tables (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, digest INTEGER NOT NULL)')
  table = openTable(file, 'fleet')
})

describe('lists that were read before', () => {
  it.each<[name: string, before: Item | undefined, now: Item | undefined, isOther: boolean]>([
    ['hold when an item of no index is written', undefined, plain, false],
    ['hold when an item of no index is replaced by such', plain, plain, false],
    ['may differ when an item of an index is written', undefined, indexed, true],
    ['may differ when an item of the other index is written', undefined, elsewhere, true],
    ['may differ when an item of an index is replaced', indexed, indexed, true],
    ['may differ when an item leaves its index', indexed, plain, true],
    ['may differ when an item leaves the other index', elsewhere, plain, true],
    ['may differ when an item enters an index', plain, indexed, true],
    ['may differ when an item of an index is removed', indexed, undefined, true],
  ])('%s', (_, before, now, isOther) => {
    if (before) table.put(before)
    const generation = table.generation()
    if (now) table.put(now)
    else table.remove({ pk: 'p', sk: 's' })
    expect(table.generation() !== generation).toBe(isOther)
  })
})
