import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import { readCounter } from './commit-counter.ts'
import type { DataFolder } from './data-folder.ts'
import { commitsOf, namesOf, openFile } from './engine/database.ts'
import { quoted } from './engine/item-table.ts'
import { sqliteFault } from './folder-failure.ts'
import { describeLost, lostRows, type LostRow } from './lost-rows.ts'

/** Where the files of the database are. */
export type DatabaseFiles = Pick<DataFolder, 'database' | 'counter'>

/**
 * What of a database is lost, for people; undefined where all of it is there. Proven are: the structure and that tables
 * and indexes agree (SQLite), every row by its checksum, all rows of a table by their digest, all commits by their count.
 * The log of a damaged database is left as it was found, for a tool that can read more of it.
 */
export function damageOf(files: DatabaseFiles): string | undefined {
  const counted = readCounter(files.counter)
  if (counted === 'damaged') return 'the file commits cannot be read, so that nothing proves the others whole'
  const logFile = `${files.database}-wal`
  const log = existsSync(logFile) ? readFileSync(logFile) : undefined
  if (statSync(files.database).size === 0 && !log) {
    return counted === 'empty' || counted === 0 ? undefined : `store.db is empty, after ${counted} commits`
  }
  const damage = damageOfFile(files.database, counted)
  if (damage !== undefined && log) writeFileSync(logFile, log, { mode: 0o600 })
  return damage
}

function damageOfFile(path: string, counted: number | 'empty'): string | undefined {
  let opened: DatabaseSync | undefined
  try {
    const file = openFile(path)
    opened = file
    const commits = commitsOf(file)
    const structure = structureOf(file)
    const names = commits === 0 ? [] : namesOf(file)
    const rows = names.flatMap((name) => damageOfTable(file, name, structure === undefined) ?? [])
    if (rows.length > 0) return `store.db: ${rows.join('; ')}`
    if (structure !== undefined) return `store.db: ${structure}`
    // A kill between the first commit and its count leaves one commit uncounted, never more.
    if (counted === 'empty') {
      return commits > 1
        ? `the file commits is gone: whether ${commits} are all commits there were is not known`
        : undefined
    }
    if (commits >= counted) return undefined
    return `the last ${counted - commits} of ${counted} commits are missing: store.db or its log was cut, or is an older copy`
  } catch (error) {
    if (!isOfContent(error)) throw error
    return `store.db cannot be read: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    closeQuietly(opened)
  }
}

/** The first that SQLite finds; it looks through every page, and holds tables and indexes against each other. */
function structureOf(file: DatabaseSync): string | undefined {
  const found = String(file.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'])
  return found === 'ok' ? undefined : found.replaceAll('\n', ' ')
}

/** Rows that are lost, and rows that are not the ones that were written. */
function damageOfTable(file: DatabaseSync, name: string, isSound: boolean): string | undefined {
  const lost: LostRow[] = []
  const found = { rows: 0, digest: 0 }
  if (isSound) {
    const rows = file.prepare(`SELECT pk, sk, checksum, item FROM ${quoted(name)}`)
    rows.setReturnArrays(true)
    for (const row of rows.iterate()) {
      const [pk, sk, checksum, item] = Object.values(row)
      found.rows += 1
      found.digest = (found.digest ^ Number(checksum)) >>> 0
      if (!(item instanceof Uint8Array) || crc32(item) !== checksum) lost.push({ pk: String(pk), sk: String(sk) })
    }
  } else lost.push(...lostRows(file, name))
  const stored = file.prepare('SELECT rows, digest FROM tables WHERE name = ?').get(name)
  const rows = Number(stored?.['rows'] ?? 0)
  if (lost.length > 0) return `${lost.length} of ${rows} rows cannot be read: ${describeLost(file, name, lost)}`
  if (!isSound || (found.rows === rows && found.digest === stored?.['digest'])) return undefined
  return `of ${rows} rows ${found.rows} are there, and they are not all the ones that were stored last`
}

/** SQLite's error about what it read, a table that is not there among them; not about the disk, or another process. */
const isOfContent = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && ['damaged', undefined].includes(sqliteFault(error))

/** What could be read was read; a damaged file may not be closed in order either. */
function closeQuietly(file: DatabaseSync | undefined): void {
  try {
    file?.close()
  } catch (error) {
    if (!isOfContent(error)) throw error
  }
}
