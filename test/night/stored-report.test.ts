import { describe, expect, it } from 'vitest'
import { storedReport } from '@fleet-auditor/audit/results/stored-report.ts'
import { createRulesOfRun } from '@fleet-auditor/audit/rules-of-run.ts'
import { clusterNamed, type Manner } from './canned-world.ts'
import { aws, fleetOf, nightOfDay, worldOf } from './fleets.ts'
import { openedStore } from './opened-store.ts'
import { runNight } from './run-night.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const fleet = fleetOf({
  sources: { gcp: [] },
  waivers: [{ check: 'wildcard-role', owner: 'me', reason: 'known', expires: '2026-11-22' }],
})

describe('a report told again from the store', () => {
  it.each<[string, Manner[]]>([
    ['of a first night', ['careless']],
    ['of a quiet one', ['careless', 'careless']],
    ['of one that opened findings', ['bare', 'careless']],
    ['of one that resolved some', ['careless', 'healthy']],
    ['of one that reopened some', ['careless', 'healthy', 'careless']],
    ['of one on which the cluster was not read', ['careless', 'hanging']],
    ['of one on which it never had been', ['hanging', 'hanging']],
    ['of one after it was read again', ['careless', 'hanging', 'healthy']],
  ])('%s is the one its worker told', async (_, manners) => {
    const world = worldOf({ [aws('eu-west-1')]: { payments: 'bare' }, [aws('us-east-1')]: {} })
    const store = await openedStore(world)
    let last = ''
    for (const [index, manner] of manners.entries()) {
      const { now, run } = nightOfDay(21 + index)
      world.now = now
      world.clusters.set('payments', manner)
      await runNight({ run, fleet, world, store })
      last = run
    }
    const reports = (await store.ledger.readReports(last)).get(0)
    const telling = { run: last, fleet, startedAt: world.now }
    const found = { cluster: clusterNamed('payments', scope) }
    expect([await storedReport(found, telling, store, createRulesOfRun(store))]).toEqual(reports)
  })
})
