import { describe } from 'vitest'
import { changesCases } from './contract-changes.ts'
import { latencyCases } from './contract-latency.ts'
import { ledgerCases } from './contract-ledger.ts'
import { listCases } from './contract-lists.ts'
import { nightCases } from './contract-nights.ts'
import { outboxCases } from './contract-outbox.ts'
import { overlapCases } from './contract-overlaps.ts'
import { pageCases } from './contract-pages.ts'
import { runCases } from './contract-runs.ts'
import { tokenCases } from './contract-tokens.ts'
import type { StoreBench } from './store-bench.ts'

/** What every store must hold, whatever it stores in. */
export function contractCases(bench: () => StoreBench): void {
  describe('nights', () => nightCases(bench))
  describe('overlapping nights', () => overlapCases(bench))
  describe('changes of a run', () => changesCases(bench))
  describe('lists', () => listCases(bench))
  describe('pages of findings', () => pageCases(bench))
  describe('runs', () => runCases(bench))
  describe('the ledger of a run', () => ledgerCases(bench))
  describe('tokens', () => tokenCases(bench))
  describe('the outbox', () => outboxCases(bench))
  describe('latency', () => latencyCases(bench))
}
