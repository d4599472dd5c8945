import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { CommitCounter } from '../commit-counter.ts'
import { openTable, type ItemTable } from './item-table.ts'

/** The file of the embedded database: tables of items with their indexes, and how many commits it has seen. */
export interface Database {
  readonly table: (name: string) => ItemTable | undefined
  /** Within `transact`. */
  readonly create: (name: string) => void
  /** All of the work is stored or nothing of it. When it returns, the work is on disk; when it throws, nothing of it is. */
  readonly transact: (work: () => void) => void
  /** Moves what is in the log into the file, and empties the log. */
  readonly checkpoint: () => void
  /** Throws where the counter cannot be brought up to the last commit. */
  readonly close: () => void
}

const schema = `
CREATE TABLE IF NOT EXISTS commits (id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS tables (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, digest INTEGER NOT NULL);
INSERT OR IGNORE INTO commits VALUES (1, 0);
`

/**
 * The file alone and for writing. The lock is the connection's for as long as it lives, so that the log's index needs no
 * shared memory; `FULL`: a commit waits for the disk.
 */
export function openFile(path: string): DatabaseSync {
  const file = new DatabaseSync(path)
  file.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
  `)
  return file
}

/** Opens the file, which is made where there is none; each commit is counted beside it, too. */
export function openDatabase(path: string, counter: CommitCounter): Database {
  const file = openFile(path)
  file.exec(schema)
  const tables = new Map(namesOf(file).map((name) => [name, openTable(file, name)]))
  const count = file.prepare('UPDATE commits SET count = count + 1 RETURNING count')
  const counting = lateCounter(counter)
  let isChanged = false
  return {
    table: (name) => tables.get(name),
    create: (name) => {
      isChanged = true
      tables.set(name, openTable(file, name))
    },
    transact: (work) => {
      counting.catchUp()
      isChanged = false
      file.exec('BEGIN IMMEDIATE')
      try {
        work()
        for (const table of tables.values()) isChanged = table.storeDigest() || isChanged
        const commits = isChanged ? countOf(count) : undefined
        file.exec('COMMIT')
        counting.committed(commits)
      } catch (error) {
        if (file.isTransaction) file.exec('ROLLBACK')
        for (const [name, table] of tables) if (!table.restoreDigest()) tables.delete(name)
        throw error
      }
    },
    checkpoint: () => file.exec('PRAGMA wal_checkpoint(TRUNCATE)'),
    close: () => {
      try {
        counting.catchUp()
      } finally {
        counter.close()
        file.close()
      }
    },
  }
}

/**
 * What is committed is stored, whether or not its count can be written: a count that fails is written before the next
 * commit, or at the end, and fails that.
 */
function lateCounter(counter: CommitCounter) {
  let uncounted: number | undefined
  const catchUp = (): void => {
    if (uncounted !== undefined) counter.write(uncounted)
    uncounted = undefined
  }
  return {
    catchUp,
    committed: (commits: number | undefined): void => {
      uncounted = commits
      try {
        catchUp()
      } catch {
        // `uncounted` remembers it
      }
    },
  }
}

export function namesOf(file: DatabaseSync): string[] {
  return file
    .prepare('SELECT name FROM tables')
    .all()
    .map(({ name }) => String(name))
}

/** How many commits the file has seen; 0 for one that is new. */
export function commitsOf(file: DatabaseSync): number {
  const isNew = file.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'commits'").get() === undefined
  return isNew ? 0 : countOf(file.prepare('SELECT count FROM commits'))
}

const countOf = (statement: StatementSync): number => Number(statement.get()?.['count'] ?? 0)
