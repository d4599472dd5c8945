import { auditPlaneShard } from '@fleet-auditor/audit/fan-out/audit-plane-shard.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { AuditShardEvent } from './run/events.ts'
import { timeLeft } from './run/invocation.ts'
import { step } from './wiring/table.ts'

/** Audits the planes of one shard; no cloud's SDK, no cluster's credentials. */
export const handler = step('audit-planes', AuditShardEvent, async ({ run, worker, shard, pass }, deps) => {
  const { fleet, store, clock, invocation } = deps
  const signal = AbortSignal.timeout(timeLeft(invocation))
  const context = runContext({ run, startedAt: clock.now(), fleet, signal })
  await auditPlaneShard({ run, shard }, context, { store, clock })
  return { run, shard, worker, pass: pass + 1, left: 0 }
})
