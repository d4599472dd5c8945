import { planShards } from '@fleet-auditor/audit/fan-out/plan-shards.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import type { Worker } from '@fleet-auditor/model/run-plan.ts'
import { parseEvent, RunEvent } from './events.ts'
import { logged } from './log.ts'
import { withWiring } from './wiring.ts'

interface Planned {
  readonly run: string
  readonly shards: readonly {
    readonly run: string
    readonly shard: number
    readonly worker: Worker
    readonly pass: number
  }[]
}

/** Shares the clusters that were discovered out among workers. */
export async function handler(event: unknown): Promise<Planned> {
  const { run } = parseEvent(RunEvent, event)
  return logged({ function: 'plan-shards', run }, (log) =>
    withWiring(async ({ fleet, store }) => {
      const shards = await planShards(run, { fleet, checks: allEnabled }, { store })
      log({ kind: 'planned', shards: shards.length })
      return { run, shards: shards.map(({ shard, worker }) => ({ run, shard, worker, pass: 0 })) }
    }),
  )
}
