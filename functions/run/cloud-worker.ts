import { auditShard } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { runContext, type RunContext } from '@fleet-auditor/audit/run-context.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { wireWorker, type WireOneCloud, type WithWorker } from '../wiring/worker.ts'
import { WorkerEvent, type AuditShardEvent } from './events.ts'
import { timeLeft } from './invocation.ts'
import { stepWith, type Call, type Handler } from './step-with.ts'

/**
 * Milliseconds that one source and one scope may take; Lambda's end caps them. An organization of 5,000 accounts is asked
 * for their regions, 8 at once and two calls each; a scope of 5,000 clusters pages through in less.
 */
export const listingDeadlineMs = 600_000
const scopeDeadlineMs = 60_000

/** The function of one cloud: it does what the event's verb asks. */
export const workerOf = (worker: CloudWorker, wireCloud: WireOneCloud): Handler<object> =>
  stepWith(wireWorker(wireCloud))(`audit-${worker}`, eventOf(worker), work)

/** The state machine calls each worker's own function. */
const eventOf = (worker: CloudWorker) =>
  WorkerEvent.refine((event) => event.worker === worker, { path: ['worker'], error: `expected ${worker}` })

async function work(event: WorkerEvent, deps: WithWorker & Call): Promise<object> {
  const { fleet, ports, clock, invocation } = deps
  const deadlineMs = event.verb === 'list-scopes' ? listingDeadlineMs : scopeDeadlineMs
  const signal = AbortSignal.timeout(timeLeft(invocation))
  const limits = { scopeDeadlineMs: timeLeft(invocation, deadlineMs) }
  const context = runContext({ run: event.run, startedAt: clock.now(), fleet, signal, limits })
  switch (event.verb) {
    case 'list-scopes':
      await listScopes({ worker: event.worker }, context, ports)
      return {}
    case 'discover-scopes':
      await discoverScopes({ group: event.group }, context, ports)
      return {}
    case 'audit-shard':
      return deliverShard(event, context, deps)
  }
}

/** One delivery of a shard; answers what the state machine delivers again. */
async function deliverShard(
  { run, shard, worker, pass }: AuditShardEvent,
  context: RunContext,
  { ports, invocation, emit }: WithWorker & Call,
): Promise<object> {
  const begun = performance.now()
  const item = { run, shard, pass, remainingMs: () => timeLeft(invocation) }
  const { remaining: left } = await auditShard(item, context, ports)
  emit({ ShardSeconds: (performance.now() - begun) / 1000 })
  return { run, shard, worker, pass: pass + 1, left }
}
