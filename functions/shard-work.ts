import { auditShard } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import type { ShardPorts } from '@fleet-auditor/audit/fan-out/audit-part.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { clock } from './clock.ts'
import type { AuditShardEvent } from './events.ts'
import { type Invocation, timeLeft } from './invocation.ts'
import { emitMetrics } from './metrics.ts'

export interface Job {
  readonly fleet: FleetFile
  readonly ports: ShardPorts
  readonly invocation: Invocation
  /** Ends a little before the function does. */
  readonly signal: AbortSignal
}

/** One delivery of a shard; answers what the state machine hands in again. */
export async function workOnShard(asked: AuditShardEvent, { fleet, ports, invocation, signal }: Job): Promise<object> {
  const begun = performance.now()
  const { run, shard, worker, pass } = asked
  const item = { run, shard, pass, remainingMs: () => timeLeft(invocation) }
  const context = runContext({ run, startedAt: clock.now(), fleet, signal })
  const { remaining: left } = await auditShard(item, context, ports)
  const seconds = (performance.now() - begun) / 1000
  emitMetrics(fleet.fleet, clock.now(), { ShardSeconds: seconds }, { function: asked.verb, run, worker, shard, pass })
  return { run, shard, worker, pass: pass + 1, left }
}
