import { afterAll, beforeAll, describe } from 'vitest'
import { contractCases } from '../contract/contract-cases.ts'
import { formatCases } from './format.ts'
import { killCases } from './kills.ts'
import { latencyRowCases } from './latency.ts'
import { ledgerRowCases } from './ledger.ts'
import { listRowCases } from './lists.ts'
import { pageRowCases } from './pages.ts'
import { recordRowCases } from './records.ts'
import { runRowCases } from './runs.ts'
import { sizeCases } from './sizes.ts'
import { createTableBench, type TableBench } from './table-bench.ts'
import type { Database } from './wire.ts'

/**
 * What every database under the table's store must hold: run over the embedded one and over DynamoDB Local. Beside the
 * contract of every store this is what only a database over a wire has: rows and their keys, sizes of items, units,
 * and clients that are killed between two writes.
 */
export function storeContract(name: string, open: () => Promise<Database>): void {
  // side by side: client and database are two threads, and every case has a table of its own; a case also waits for its neighbours
  describe.concurrent(`the store over ${name}`, { timeout: 120_000 }, () => {
    let bench: TableBench | undefined
    const opened = (): TableBench => {
      if (!bench) throw new Error('the database is not open')
      return bench
    }
    beforeAll(async () => {
      bench = createTableBench(await open())
    })
    afterAll(() => bench?.close())
    contractCases(opened)
    describe('the stored format', () => formatCases(opened))
    describe('rows of records', () => recordRowCases(opened))
    describe('a process killed while it records', () => killCases(opened))
    describe('rows of lists', () => listRowCases(opened))
    describe('rows under pages of findings', () => pageRowCases(opened))
    describe('sizes and costs', () => sizeCases(opened))
    describe('rows of runs', () => runRowCases(opened))
    describe('rows of a run’s ledger', () => ledgerRowCases(opened))
    describe('rows of latency', () => latencyRowCases(opened))
  })
}
