import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseJob, ServedTables } from './database-server.ts'
import { startServer } from './processes.ts'

const file = new URL('./database-server.ts', import.meta.url)

/** A DynamoDB in a process of its own, with empty tables. */
export interface Database {
  readonly endpoint: string
  /** The first of its tables. */
  readonly table: string
}

/** The embedded database checks no signature. */
export const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' } as const

export const now = (): string => new Date().toISOString()

/** Works with a database, which is gone afterwards. */
export async function withDatabase<T>(
  work: (database: Database, folder: string) => Promise<T>,
  tables: readonly string[] = ['bench'],
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-auditor-bench-'))
  try {
    const server = await startServer<DatabaseJob, ServedTables>({ file }, { tables })
    try {
      return await work({ endpoint: server.ready.endpoint, table: tables[0] ?? '' }, folder)
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
