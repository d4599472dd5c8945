import { afterAll, beforeAll, describe } from 'vitest'
import { createBench, type Bench } from './bench.ts'
import { contractCases } from './contract-cases.ts'
import { killCases } from './table/kills.ts'
import { latencyRowCases } from './table/latency.ts'
import { ledgerRowCases } from './table/ledger.ts'
import { listRowCases } from './table/lists.ts'
import { nightRowCases } from './table/nights.ts'
import { pageRowCases } from './table/pages.ts'
import { runRowCases } from './table/runs.ts'
import { sizeCases } from './table/sizes.ts'
import type { Database } from './wire.ts'

/**
 * What every database under the table's store must hold: run over the embedded one and over DynamoDB Local. Beside the
 * contract of every store this is what only a database over a wire has: rows and their keys, sizes of items, units,
 * and clients that are killed between two writes.
 */
export function storeContract(name: string, open: () => Promise<Database>): void {
  describe(`store over ${name}`, () => {
    let bench: Bench | undefined
    const opened = (): Bench => {
      if (!bench) throw new Error('the database is not open')
      return bench
    }
    beforeAll(async () => {
      bench = createBench(await open())
    })
    afterAll(() => bench?.close())
    contractCases(opened)
    describe('rows of nights', () => nightRowCases(opened))
    describe('killed nights', () => killCases(opened))
    describe('rows of lists', () => listRowCases(opened))
    describe('rows under pages of findings', () => pageRowCases(opened))
    describe('sizes and costs', () => sizeCases(opened))
    describe('rows of runs', () => runRowCases(opened))
    describe('rows of a run’s ledger', () => ledgerRowCases(opened))
    describe('rows of latency', () => latencyRowCases(opened))
  })
}
