import type { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { registryKey } from '../table/keys.ts'
import { quoted } from './engine/item-table.ts'
import { parseItem, type ItemKey } from './engine/item.ts'
import { sqliteFault } from './folder-failure.ts'

export type LostRow = ItemKey

/** Rows that the index of keys names and the table does not give: where a table's pages are damaged. */
export function lostRows(file: DatabaseSync, table: string): LostRow[] {
  const keys = unlessDamaged(() => file.prepare(`SELECT pk, sk FROM ${quoted(table)} ORDER BY pk, sk`).all()) ?? []
  const row = file.prepare(`SELECT checksum, item FROM ${quoted(table)} WHERE pk = ? AND sk = ?`)
  const lost: LostRow[] = []
  for (const { pk, sk } of keys) {
    const found = unlessDamaged(() => row.get(String(pk), String(sk)))
    const item = found?.['item']
    const isWhole = item instanceof Uint8Array && crc32(item) === found?.['checksum']
    if (!isWhole) lost.push({ pk: String(pk), sk: String(sk) })
  }
  return lost
}

function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (sqliteFault(error) === 'damaged') return undefined
    throw error
  }
}

/** How many targets are named; the others are counted. */
const named = 5

/** Whose rows they are, the most first. */
export function describeLost(file: DatabaseSync, table: string, lost: readonly LostRow[]): string {
  const byHolder = [...Map.groupBy(lost, ({ pk }) => holderOf(pk))].toSorted(([, a], [, b]) => b.length - a.length)
  const texts = byHolder.slice(0, named).map(([holder, rows]) => `${rows.length} of ${nameOf(file, table, holder)}`)
  return byHolder.length > named ? `${texts.join(', ')}, and others` : texts.join(', ')
}

const kinds: Readonly<Record<string, string>> = {
  RUN: 'runs',
  RUNS: 'the list of runs',
  CLUSTERS: 'the registry of clusters',
  SNAP: 'snapshots',
  TOKENS: 'tokens',
  OUTBOX: 'messages to people',
  FP: 'pointers to findings',
  UID: 'claims of clusters',
  LATENCY: 'latencies',
}

/** A target keeps its name, rows of other kinds are one. */
function holderOf(pk: string): string {
  const [kind = ''] = pk.split('#')
  if (['CLUSTER', 'PLANE', 'FLEET'].includes(kind)) return pk
  return Object.hasOwn(kinds, kind) ? (kinds[kind] ?? '') : 'other kinds'
}

const Registered = z.object({ body: z.object({ S: z.string() }) })
const Body = z.object({ cluster: z.object({ id: z.string() }) })

/** The cluster's id, where the registry can still be read. */
function nameOf(file: DatabaseSync, table: string, holder: string): string {
  if (!holder.includes('#')) return holder
  const key = holder.slice(holder.indexOf('#') + 1)
  const name = `${holder.slice(0, holder.indexOf('#')).toLowerCase()} ${key}`
  const { pk, sk } = registryKey(key)
  const get = file.prepare(`SELECT item FROM ${quoted(table)} WHERE pk = ? AND sk = ?`)
  const item = unlessDamaged(() => get.get(pk, sk))?.['item']
  if (!(item instanceof Uint8Array)) return name
  try {
    return `cluster ${Body.parse(JSON.parse(Registered.parse(parseItem(item)).body.S)).cluster.id}`
  } catch {
    return name // the registry's row is damaged itself
  }
}
