import { discoverScopes } from '@fleet-auditor/audit/fan-out/discover-scopes.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import { listScopes } from '@fleet-auditor/audit/fan-out/list-scopes.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { type WireOneCloud, workerPorts } from './cloud-wiring.ts'
import { parseEvent, WorkerEvent } from './events.ts'
import { type Invocation, timeLeft } from './invocation.ts'
import { logged } from './log.ts'
import { type Job, workOnShard } from './shard-work.ts'
import { withWiring } from './wiring.ts'

/**
 * Milliseconds that one source and one scope may take; Lambda's end caps them. An organization of 5,000 accounts is asked
 * for their regions, 8 at once and two calls each; a scope of 5,000 clusters pages through in less.
 */
export const listingDeadlineMs = 600_000
const scopeDeadlineMs = 60_000

/** The work of one cloud's function: what the event's verb asks. */
export async function workFor(
  worker: CloudWorker,
  wireCloud: WireOneCloud,
  event: unknown,
  invocation: Invocation,
): Promise<object> {
  const asked = parseEvent(WorkerEvent, event)
  if (asked.worker !== worker) {
    throw new AuditorError('usage', `work for ${asked.worker} was sent to the function of ${worker}`, {
      place: 'event.worker',
      remedy: 'see that the state machine names each worker’s own function',
    })
  }
  const { verb, ...item } = asked
  return logged({ function: verb, ...item }, (log) =>
    withWiring(async ({ fleet, store }) => {
      const ports = workerPorts(fleet, store, wireCloud, { run: asked.run, log })
      try {
        return await work(asked, { fleet, ports, invocation, signal: AbortSignal.timeout(timeLeft(invocation)) })
      } finally {
        await ports.prober.close()
      }
    }),
  )
}

async function work(asked: WorkerEvent, job: Job & { readonly ports: Ports }): Promise<object> {
  const { fleet, ports, invocation, signal } = job
  const deadlineMs = asked.verb === 'list-scopes' ? listingDeadlineMs : scopeDeadlineMs
  const limits = { scopeDeadlineMs: timeLeft(invocation, deadlineMs) }
  const context = runContext({ run: asked.run, startedAt: ports.clock.now(), fleet, signal, limits })
  switch (asked.verb) {
    case 'list-scopes':
      await listScopes({ worker: asked.worker }, context, ports)
      return {}
    case 'discover-scopes':
      await discoverScopes({ group: asked.group }, context, ports)
      return {}
    case 'audit-shard':
      return workOnShard(asked, job)
  }
}
