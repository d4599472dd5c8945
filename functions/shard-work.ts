import { type AuditPlanes, auditShard, type ShardPorts } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import { clusterChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { clock } from './clock.ts'
import type { AuditShardEvent } from './events.ts'
import { type Invocation, timeLeft } from './invocation.ts'
import { emitMetrics } from './metrics.ts'

const clusterDeadlineMs = 20_000
const probeTimeoutMs = 5000
/** Clusters at once: what one vCPU keeps up with, for handshakes are what a cluster costs. */
export const concurrency = 32

export interface Job {
  readonly fleet: FleetFile
  readonly ports: ShardPorts
  readonly invocation: Invocation
  /** Ends a little before the function does. */
  readonly signal: AbortSignal
}

/** One delivery of a shard; answers what the state machine hands in again. */
export async function workOnShard(
  asked: AuditShardEvent,
  { fleet, ports, invocation, signal }: Job,
  auditPlanes?: AuditPlanes,
): Promise<object> {
  const begun = performance.now()
  const { run, shard, worker, pass } = asked
  const auditing = {
    run,
    ruleSet: canonical(ruleSet),
    fleet,
    checks: clusterChecks,
    clusterDeadlineMs,
    probeTimeoutMs,
    signal,
    concurrency,
    remainingMs: () => timeLeft(invocation),
    auditPlanes,
  }
  const { left } = await auditShard({ run, shard, pass }, auditing, ports)
  const seconds = (performance.now() - begun) / 1000
  emitMetrics(fleet.fleet, clock.now(), { ShardSeconds: seconds }, { function: asked.verb, run, worker, shard, pass })
  return { run, shard, worker, pass: pass + 1, left }
}
