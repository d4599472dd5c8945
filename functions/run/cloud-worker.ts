import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { stepWith, type Call, type Handler } from './step-with.ts'
import { wireWorker, type WireOneCloud, type WithWorker } from '../wiring/worker.ts'
import { concurrency, deliverShard } from './audit-shard.ts'
import { WorkerEvent } from './events.ts'
import { timeLeft } from './invocation.ts'

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
  const { fleet, ports, invocation } = deps
  const deadlineMs = event.verb === 'list-scopes' ? listingDeadlineMs : scopeDeadlineMs
  const signal = AbortSignal.timeout(timeLeft(invocation))
  const limits = { scopeDeadlineMs: timeLeft(invocation, deadlineMs), signal, concurrency }
  switch (event.verb) {
    case 'list-scopes':
      await listScopes(event.run, event.worker, fleet, ports, limits)
      return {}
    case 'discover-scopes':
      await discoverScopes(event.run, event.group, ports, limits)
      return {}
    case 'audit-shard':
      return deliverShard(event, deps)
  }
}
