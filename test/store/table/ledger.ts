import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import { expect, it } from 'vitest'
import { found, report, shard } from '../run-values.ts'
import type { TableBench } from './table-bench.ts'
import { meteredClient } from './wire.ts'

export function ledgerRowCases(bench: () => TableBench): void {
  it.each([
    ['the plan', 10, (ledger: RunLedger) => ledger.putShard('run-1', 1, shard(50))],
    ['the beginning', 1, (ledger: RunLedger) => ledger.claimPass('run-1', 1, 0)],
    ['a mark', 1, (ledger: RunLedger) => ledger.claimCluster('run-1', 1, found(1).locator)],
    ['the reports', 10, (ledger: RunLedger) => ledger.putReports('run-1', 1, 0, reports(50))],
  ])('takes for %s of 50 clusters at most %i write units', async (_, most, write) => {
    const { client, meter } = meteredClient(bench().client())
    await write(bench().store(await bench().newTable(), { client }).ledger)
    expect(meter.writes).toBe(1)
    expect(meter.writeUnits).toBeGreaterThan(0)
    expect(meter.writeUnits).toBeLessThanOrEqual(most)
  })
}

const reports = (count: number) => Array.from({ length: count }, (_, at) => report(at))
