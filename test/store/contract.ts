import { afterAll, beforeAll, describe } from 'vitest'
import { createBench, type Bench } from './bench.ts'
import { killCases } from './contract-kills.ts'
import { latencyCases } from './contract-latency.ts'
import { ledgerCases } from './contract-ledger.ts'
import { listCases } from './contract-lists.ts'
import { nightCases } from './contract-nights.ts'
import { outboxCases } from './contract-outbox.ts'
import { overlapCases } from './contract-overlaps.ts'
import { pageCases } from './contract-pages.ts'
import { runCases } from './contract-runs.ts'
import { sizeCases } from './contract-sizes.ts'
import { tokenCases } from './contract-tokens.ts'
import type { Database } from './wire.ts'

/** What every database under the store must keep: run over the embedded one and over DynamoDB Local. */
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
    describe('nights', () => nightCases(opened))
    describe('overlapping nights', () => overlapCases(opened))
    describe('killed nights', () => killCases(opened))
    describe('lists', () => listCases(opened))
    describe('pages of findings', () => pageCases(opened))
    describe('sizes and costs', () => sizeCases(opened))
    describe('runs', () => runCases(opened))
    describe('the ledger of a run', () => ledgerCases(opened))
    describe('tokens', () => tokenCases(opened))
    describe('the outbox', () => outboxCases(opened))
    describe('latency', () => latencyCases(opened))
  })
}
