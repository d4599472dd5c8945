import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { createStore, type StoreOptions } from '@fleet-auditor/adapters/store/table-store.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { dump, type Database, type Row } from './wire.ts'

/** One database for a suite, a table of its own for every case. */
export interface Bench {
  readonly newTable: () => Promise<string>
  readonly client: () => DynamoDBClient
  readonly store: (table: string, options?: Partial<StoreOptions>) => FleetStore
  readonly rows: (table: string, index?: 'gsi1' | 'gsi2') => Promise<Row[]>
  readonly close: () => Promise<void>
}

/** When the cases' clock stands still, unless a case moves it. */
export const standingNow = (): string => '2026-02-28T00:00:00.000Z'

export function createBench(database: Database): Bench {
  const own = database.client()
  let tables = 0
  return {
    newTable: async () => {
      tables += 1
      const table = `case-${tables}`
      await createTable(own, table)
      return table
    },
    client: database.client,
    store: (table, options = {}) => createStore({ client: own, table, now: standingNow, ...options }),
    rows: (table, index) => dump(own, table, index),
    close: async () => {
      own.destroy()
      await database.close()
    },
  }
}
