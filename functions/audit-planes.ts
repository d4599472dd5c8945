import { auditPlanes } from '@fleet-auditor/audit/fleet/audit-planes.ts'
import type { ShardPorts } from '@fleet-auditor/audit/fan-out/audit-shard.ts'
import { absentAdapter } from './absent-adapter.ts'
import { AuditShardEvent, parseEvent } from './events.ts'
import { type Invocation, timeLeft } from './invocation.ts'
import { logged, progressTo } from './log.ts'
import { workOnShard } from './shard-work.ts'
import { withWiring } from './wiring.ts'

/** Planes are judged by what is declared of them: nothing is discovered, connected to, collected or probed. */
const noWorld = {
  discoveries: { eks: absentAdapter, gke: absentAdapter, aks: absentAdapter, kubeconfig: absentAdapter },
  connectors: { eks: absentAdapter, gke: absentAdapter, aks: absentAdapter, kubeconfig: absentAdapter },
  collector: { collect: absentAdapter },
  prober: { probe: absentAdapter, close: async () => {} },
}

/** Audits the planes of one shard; no cloud's SDK, no cluster's credentials. */
export async function handler(event: unknown, invocation: Invocation): Promise<object> {
  const asked = parseEvent(AuditShardEvent, event)
  const { run, worker, shard, pass } = asked
  return logged({ function: 'audit-planes', run, worker, shard, pass }, (log) =>
    withWiring(async ({ fleet, store, clock }) => {
      const ports: ShardPorts = { ...noWorld, store, ledger: store.ledger, clock, progress: progressTo(log) }
      const signal = AbortSignal.timeout(timeLeft(invocation))
      return workOnShard(asked, { fleet, ports, invocation, signal }, auditPlanes)
    }),
  )
}
