import { planShards } from '@fleet-auditor/audit/fan-out/plan-shards.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { RunEvent } from './run/events.ts'
import { step } from './wiring/table.ts'

/** Shares the clusters that were discovered out among workers. */
export const handler = step('plan-shards', RunEvent, async ({ run }, { fleet, store, log }) => {
  const shards = await planShards(run, { fleet, checks: allEnabled }, { store })
  log({ kind: 'planned', shards: shards.length })
  return { run, shards: shards.map(({ shard, worker }) => ({ run, shard, worker, pass: 0 })) }
})
