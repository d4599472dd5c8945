import { retentionDays } from '@fleet-auditor/model/retention.ts'
import { expect, it } from 'vitest'
import { cluster, day, finding, opened, record, resolved, run, snapshot } from '../records.ts'
import { digest } from '../run-values.ts'
import { latencyDay } from './latency.ts'
import type { StoreBench } from './store-bench.ts'

/** Other days than the usual ones, all different. */
const retention = { runs: 50, records: 20, snapshots: 30, findings: 10, latency: 40 }
const target = cluster('payments')
const written = Date.parse(day(2))

/** What a store still has, so many days after it was written on the second day of February; then a minute earlier. */
async function storedAfter(bench: StoreBench, days: number, chosen?: typeof retention) {
  let now = day(1)
  const store = bench.store(await bench.newTable(), { now: () => now, retention: chosen })
  const one = finding('f1')
  await store.openRun(run(1))
  await store.recordAudit(record(target, 1, { changes: [opened(one)] }))
  now = day(2)
  const [body, hash] = [snapshot('payments', now), 'hash-of-2']
  await store.openRun(run(2))
  await store.recordAudit(record(target, 2, { changes: [resolved(one, 2)], snapshot: { hash, body } }))
  await store.ledger.putDigest('run-2', digest(2))
  await store.latency.put([latencyDay('eu', 'us', '2026-02-02')])
  const at = async (ms: number) => {
    now = new Date(written + ms).toISOString()
    return {
      runs:
        (await store.readRunSummary('run-2')) !== undefined && (await store.ledger.readDigest('run-2')) !== undefined,
      records: (await store.readHistory(target, 5)).some(({ run: id }) => id === 'run-2'),
      snapshots: (await store.readSnapshot(hash)) !== undefined,
      findings: (await store.queryFindings({ state: 'resolved' })).length > 0,
      latency: (await store.latency.read({ since: '2026-02-01' })).length > 0,
    }
  }
  const dayMs = 24 * 3_600_000
  return { before: await at(days * dayMs - 60_000), after: await at(days * dayMs) }
}

export function retentionCases(bench: () => StoreBench): void {
  it.each(['runs', 'records', 'snapshots', 'findings', 'latency'] as const)(
    'retains %s for as many days as it names, and not a minute longer',
    async (entity) => {
      const { before, after } = await storedAfter(bench(), retention[entity], retention)
      expect([before[entity], after[entity]]).toEqual([true, false])
    },
  )

  it('retains what the fleet file does not mention as long as documented', async () => {
    const { before, after } = await storedAfter(bench(), retentionDays.records)
    expect(before).toMatchObject({ records: true, findings: true })
    expect(after).toEqual({ runs: true, records: false, snapshots: true, findings: false, latency: true })
  })
}
