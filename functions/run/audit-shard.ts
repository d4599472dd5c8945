import type { ShardPorts } from '@fleet-auditor/audit/fan-out/audit-part.ts'
import { auditShard } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import type { RunContext } from '@fleet-auditor/audit/run-context.ts'
import type { AuditShardEvent } from './events.ts'
import { timeLeft, type Invocation } from './invocation.ts'
import type { Emit } from './metrics.ts'

interface ShardDeps {
  readonly ports: ShardPorts
  readonly invocation: Invocation
  readonly emit: Emit
}

/** One delivery of a shard; answers what the state machine delivers again. */
export async function deliverShard(
  { run, shard, worker, pass }: AuditShardEvent,
  context: RunContext,
  { ports, invocation, emit }: ShardDeps,
): Promise<object> {
  const begun = performance.now()
  const item = { run, shard, pass, remainingMs: () => timeLeft(invocation) }
  const { remaining: left } = await auditShard(item, context, ports)
  emit({ ShardSeconds: (performance.now() - begun) / 1000 })
  return { run, shard, worker, pass: pass + 1, left }
}
