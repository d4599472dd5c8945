import { describe } from 'vitest'
import { changesCases } from './changes-of-runs.ts'
import { copyCases } from './copies.ts'
import { latencyCases } from './latency.ts'
import { listCases } from './lists.ts'
import { outboxCases } from './outbox.ts'
import { overlapCases } from './overlaps.ts'
import { pageCases } from './pages.ts'
import { recordCases } from './records.ts'
import { retentionCases } from './retention.ts'
import { ledgerCases } from './run-ledger.ts'
import { runCases } from './runs.ts'
import type { StoreBench } from './store-bench.ts'
import { tokenCases } from './tokens.ts'
import { decisionCases } from './waiver-decisions.ts'

/** What every store must hold, whatever it stores in. */
export function contractCases(bench: () => StoreBench): void {
  describe('recording an audit', () => recordCases(bench))
  describe('overlapping audits', () => overlapCases(bench))
  describe('reading the changes of a run', () => changesCases(bench))
  describe('reading and registering lists', () => listCases(bench))
  describe('pages of findings', () => pageCases(bench))
  describe('runs', () => runCases(bench))
  describe('the ledger of a run', () => ledgerCases(bench))
  describe('tokens', () => tokenCases(bench))
  describe('decisions', () => decisionCases(bench))
  describe('the outbox', () => outboxCases(bench))
  describe('latency', () => latencyCases(bench))
  describe('an exported store', () => copyCases(bench))
  describe('retention by the fleet file', () => retentionCases(bench))
}
