import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { storedSummary } from '@fleet-auditor/audit/results/stored-summary.ts'
import { describe, expect, it } from 'vitest'
import { aws, fleetOf, runOfDay, worldOf } from '../audit-world/fleets.ts'
import { newStore } from '../audit-world/new-store.ts'
import type { Behaviour } from '../audit-world/world.ts'
import { clusterNamed } from '../audit-world/world.ts'
import { runFanOut } from './run-fan-out.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const fleet = fleetOf({
  sources: { gcp: [] },
  waivers: [{ check: 'wildcard-role', owner: 'me', reason: 'known', expires: '2026-11-22' }],
})

describe('a summary rebuilt from the store', () => {
  it.each<[string, Behaviour[]]>([
    ['of a first run', ['careless']],
    ['of a quiet one', ['careless', 'careless']],
    ['of one that opened findings', ['bare', 'careless']],
    ['of one that resolved some', ['careless', 'healthy']],
    ['of one that reopened some', ['careless', 'healthy', 'careless']],
    ['of one on which the cluster was not read', ['careless', 'hanging']],
    ['of one on which it never had been', ['hanging', 'hanging']],
    ['of one after it was read again', ['careless', 'hanging', 'healthy']],
  ])('%s is the one its worker reported', async (_, manners) => {
    const world = worldOf({ [aws('eu-west-1')]: { payments: 'bare' }, [aws('us-east-1')]: {} })
    const store = newStore(world)
    let last = ''
    for (const [index, behaviour] of manners.entries()) {
      const { now, run } = runOfDay(21 + index)
      world.now = now
      world.clusters.set('payments', behaviour)
      await runFanOut({ run, fleet, world, store })
      last = run
    }
    const reports = (await store.ledger.readReports(last)).get(0)
    const context = { run: last, fleet, startedAt: world.now }
    const target = clusterTarget(clusterNamed('payments', scope), fleet)
    expect([await storedSummary(target, context, { store })]).toEqual(reports)
  })
})
