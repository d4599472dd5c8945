import { auditPlaneShard } from '@fleet-auditor/audit/fan-out/audit-plane-shard.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { AuditShardEvent } from './run/events.ts'
import { timeLeft } from './run/invocation.ts'
import { stepWith } from './run/step-with.ts'
import { wireWorker } from './wiring/worker.ts'

/** Planes are declared, and probed from the probe functions: no cloud's SDK, no cluster's credentials. */
const wirePlanes = wireWorker(() => ({ discoveries: {}, connectors: {}, scopeListers: {} }))

/** Audits the planes of one shard. */
export const handler = stepWith(wirePlanes)('audit-planes', AuditShardEvent, async (event, deps) => {
  const { run, worker, shard, pass } = event
  const { fleet, ports, clock, invocation } = deps
  const signal = AbortSignal.timeout(timeLeft(invocation))
  const context = runContext({ run, startedAt: clock.now(), fleet, signal })
  await auditPlaneShard({ run, shard }, context, ports)
  return { run, shard, worker, pass: pass + 1, left: 0 }
})
