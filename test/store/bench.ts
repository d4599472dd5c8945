import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { createStore, type StoreOptions } from '@fleet-auditor/adapters/store/table-store.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { seedFindings } from './seed-findings.ts'
import { standingNow, type StoreBench } from './store-bench.ts'
import { dump, type Database, type Row } from './wire.ts'

/** One database for a suite, a table of its own for every case. */
export interface Bench extends StoreBench {
  readonly client: () => DynamoDBClient
  readonly store: (table: string, options?: Partial<StoreOptions>) => FleetStore
  readonly rows: (table: string, index?: 'gsi1' | 'gsi2') => Promise<Row[]>
  readonly close: () => Promise<void>
}

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
    findingRows: async (table) => {
      const findings = (await dump(own, table)).filter((row) => String(row['sk']).startsWith('F#'))
      return [findings, await dump(own, table, 'gsi1'), await dump(own, table, 'gsi2')]
    },
    seed: (table, findings) => seedFindings(own, table, findings),
    close: async () => {
      own.destroy()
      await database.close()
    },
  }
}
