import type { Head, AuditRecord, RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { LatencyDay } from '@fleet-auditor/model/latency-day.ts'
import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type {
  CloudWorker,
  DiscoveredScope,
  ListedSources,
  ScopeGroup,
  Shard,
  WorkerFailure,
} from '@fleet-auditor/model/run-plan.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import type { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import type { StoredToken } from '@fleet-auditor/model/stored-token.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { RunEvent } from '../commit/run-changes.ts'
import type { Remembered } from '../commit/settle.ts'
import { newShelf } from './shelf.ts'

/** What is committed of a target. `version` orders its records. */
export interface TargetEntry {
  readonly target: Target
  readonly version: string
  readonly head: Head
  readonly state: Remembered
}

/** All that a store in memory holds, by kind; stores over the same records are processes over one table. */
export type MemoryRecords = ReturnType<typeof createRecords>

export const createRecords = () => ({
  targets: newShelf<TargetEntry>(),
  audits: newShelf<AuditRecord>(),
  events: newShelf<RunEvent>(),
  snapshots: newShelf<Snapshot>(),
  runs: newShelf<{ readonly run: Run; readonly isOver: boolean }>(),
  registry: newShelf<RegisteredCluster>(),
  uids: newShelf<string>(),
  listed: newShelf<{ readonly worker: CloudWorker; readonly listed: ListedSources }>(),
  groups: newShelf<ScopeGroup>(),
  discovered: newShelf<{ readonly group: number; readonly scopes: readonly DiscoveredScope[] }>(),
  shards: newShelf<{ readonly shard: number; readonly plan: Shard }>(),
  marks: newShelf<true>(),
  reports: newShelf<{ readonly shard: number; readonly reports: readonly ResultSummary[] }>(),
  failures: newShelf<WorkerFailure>(),
  digests: newShelf<Digest>(),
  outbox: newShelf<OutboxMessage>(),
  tokens: newShelf<StoredToken>(),
  latency: newShelf<LatencyDay>(),
})

/** What every verb of the store in memory works on. `now`: ISO 8601; decides what is expired. */
export interface Memory {
  readonly records: MemoryRecords
  readonly now: () => string
}
