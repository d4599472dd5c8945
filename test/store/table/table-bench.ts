import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createFleetTable } from '@fleet-auditor/adapters/store/fleet-table.ts'
import { createStore, type StoreOptions } from '@fleet-auditor/adapters/store/table-store.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { createFormatCheck, type FormatCheck } from '@fleet-auditor/adapters/store/table/format.ts'
import { formatKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { fixedNow, type StoreBench } from '../contract/store-bench.ts'
import { seedFindings } from './seed-findings.ts'
import { dump, type Database, type Row } from './wire.ts'

/** One database for a suite, a table of its own for every case. */
export interface TableBench extends StoreBench {
  readonly client: () => DynamoDBClient
  readonly endpoint?: string
  /** A table that no store has used. */
  readonly unusedTable: () => Promise<string>
  readonly store: (table: string, options?: Partial<StoreOptions>) => FleetStore
  /** Every row but the one that holds the format. */
  readonly rows: (table: string, index?: 'gsi1' | 'gsi2') => Promise<Row[]>
  readonly close: () => Promise<void>
}

export function createTableBench(database: Database): TableBench {
  const own = database.client()
  const formats = new Map<string, FormatCheck>()
  let tables = 0
  const unusedTable = async () => {
    tables += 1
    const table = `case-${tables}`
    await createTable(own, table)
    return table
  }
  const rows: TableBench['rows'] = async (table, index) =>
    (await dump(own, table, index)).filter(({ pk }) => pk !== formatKey.pk)
  return {
    unusedTable,
    newTable: async () => {
      const table = await unusedTable()
      const format = createFormatCheck(async () => ({ place: table, wayOut: 'name another table' }))
      await format.beforeWrite(createFleetTable(own, table, fixedNow))
      formats.set(table, format)
      return table
    },
    client: database.client,
    endpoint: database.endpoint,
    store: (table, options = {}) =>
      createStore({ client: own, table, now: fixedNow, format: formats.get(table), ...options }),
    rows,
    findingRows: async (table) => {
      const findings = (await rows(table)).filter((row) => String(row['sk']).startsWith('F#'))
      return [findings, await rows(table, 'gsi1'), await rows(table, 'gsi2')]
    },
    seed: (table, findings) => seedFindings(own, table, findings),
    close: async () => {
      own.destroy()
      await database.close()
    },
  }
}
