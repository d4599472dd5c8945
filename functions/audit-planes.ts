import { auditPlaneShard } from '@fleet-auditor/audit/fan-out/audit-plane-shard.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { AuditShardEvent, parseEvent } from './events.ts'
import { type Invocation, timeLeft } from './invocation.ts'
import { logged } from './log.ts'
import { withWiring } from './wiring.ts'

/** Audits the planes of one shard; no cloud's SDK, no cluster's credentials. */
export async function handler(event: unknown, invocation: Invocation): Promise<object> {
  const { run, worker, shard, pass } = parseEvent(AuditShardEvent, event)
  return logged({ function: 'audit-planes', run, worker, shard, pass }, () =>
    withWiring(async ({ fleet, store, clock }) => {
      const signal = AbortSignal.timeout(timeLeft(invocation))
      const context = runContext({ run, startedAt: clock.now(), fleet, signal })
      await auditPlaneShard({ run, shard }, context, { store, clock })
      return { run, shard, worker, pass: pass + 1, left: 0 }
    }),
  )
}
