import { auditShard, type AuditPlanes, type ShardPorts } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import { clusterChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { AuditShardEvent } from './events.ts'
import { timeLeft, type Invocation } from './invocation.ts'
import type { Emit } from './metrics.ts'

const clusterDeadlineMs = 20_000
const probeTimeoutMs = 5000
/** Clusters at once: what one vCPU keeps up with, for handshakes are what a cluster costs. */
export const concurrency = 32

interface ShardDeps {
  readonly fleet: FleetFile
  readonly ports: ShardPorts
  readonly invocation: Invocation
  readonly emit: Emit
}

/** One delivery of a shard; answers what the state machine delivers again. */
export async function deliverShard(
  { run, shard, worker, pass }: AuditShardEvent,
  { fleet, ports, invocation, emit }: ShardDeps,
  auditPlanes?: AuditPlanes,
): Promise<object> {
  const begun = performance.now()
  const options = {
    run,
    ruleSet: canonical(ruleSet),
    fleet,
    checks: clusterChecks,
    clusterDeadlineMs,
    probeTimeoutMs,
    signal: AbortSignal.timeout(timeLeft(invocation)),
    concurrency,
    remainingMs: () => timeLeft(invocation),
    auditPlanes,
  }
  const { left } = await auditShard({ run, shard, pass }, options, ports)
  emit({ ShardSeconds: (performance.now() - begun) / 1000 })
  return { run, shard, worker, pass: pass + 1, left }
}
