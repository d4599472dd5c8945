import type { AuditRecord, Head, RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { DecisionEvent } from '@fleet-auditor/model/decision.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { LatencyDay } from '@fleet-auditor/model/latency-day.ts'
import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'
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
import type { Remembered, RunEvent } from '../commit/settle.ts'
import { isExpired } from '../table/expiry.ts'
import { encoded } from '../table/keys.ts'

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
  fleetFiles: newShelf<FleetFile>(),
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
  decisions: newShelf<DecisionEvent>(),
  latency: newShelf<LatencyDay>(),
})

/** What every verb of the store in memory works on. `now`: ISO 8601; decides what is expired. */
export interface Memory {
  readonly records: MemoryRecords
  readonly now: () => string
  /** Days. */
  readonly retention: Retention
}

/**
 * Makes a verb over the records one of the store's own: what goes in and comes out is cloned, so that no caller shares
 * anything with the store. A verb runs in one piece, so that of any two one comes first.
 */
export type Cloned = <A extends unknown[], R>(verb: (memory: Memory, ...args: A) => R) => (...args: A) => Promise<R>

export const cloning =
  (memory: Memory): Cloned =>
  (verb) =>
  async (...args) =>
    structuredClone(verb(memory, ...structuredClone(args)))

/** Records of one kind by key. `expiresAt` in epoch seconds, as in the table. */
export type Shelf<T> = Map<string, Shelved<T>>

export interface Shelved<T> {
  readonly value: T
  readonly expiresAt?: number
}

const newShelf = <T>(): Shelf<T> => new Map()

/** Parts of a key, so that no two keys are one and numbers stand in the order of their strings. */
export const keyOf = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === 'number' ? String(part).padStart(6, '0') : encoded(part))).join('#')

/** An expired record is not there, though nothing deleted it yet. */
export function entryOf<T>(shelf: Shelf<T>, key: string, now: string): Shelved<T> | undefined {
  const entry = shelf.get(key)
  return entry && !isExpired({ ...entry }, now) ? entry : undefined
}

export const valueOf = <T>(shelf: Shelf<T>, key: string, now: string): T | undefined => entryOf(shelf, key, now)?.value

/** True for the first; a record that is there stays as it is. */
export function putFirst<T>(shelf: Shelf<T>, key: string, entry: Shelved<T>, now: string): boolean {
  if (entryOf(shelf, key, now)) return false
  shelf.set(key, entry)
  return true
}

/** In the order of keys; only those whose key begins with these parts. */
export function valuesOf<T>(shelf: Shelf<T>, now: string, ...parts: readonly (string | number)[]): T[] {
  const prefix = parts.length === 0 ? '' : `${keyOf(...parts)}#`
  const found = [...shelf].filter(([key, entry]) => key.startsWith(prefix) && !isExpired({ ...entry }, now))
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { value }]) => value)
}
