import { auditPlanes } from '@fleet-auditor/audit/fleet/audit-planes.ts'
import { deliverShard } from './run/audit-shard.ts'
import { AuditShardEvent } from './run/events.ts'
import { progressTo } from './run/log.ts'
import { step } from './step.ts'
import { absentAdapter } from './wiring/absent-adapter.ts'

/** Planes are judged by what is declared of them: nothing is discovered, connected to, collected or probed. */
const absent = { eks: absentAdapter, gke: absentAdapter, aks: absentAdapter, kubeconfig: absentAdapter }
const noWorld = {
  discoveries: absent,
  connectors: absent,
  collector: { collect: absentAdapter },
  prober: { probe: absentAdapter, close: async () => {} },
}

/** Audits the planes of one shard; no cloud's SDK, no cluster's credentials. */
export const handler = step('audit-planes', AuditShardEvent, async (event, { store, clock, log, ...deps }) => {
  const ports = { ...noWorld, store, ledger: store.ledger, clock, progress: progressTo(log) }
  return deliverShard(event, { ...deps, ports }, auditPlanes)
})
