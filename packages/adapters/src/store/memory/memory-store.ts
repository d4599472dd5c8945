import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { LatencyStore } from '@fleet-auditor/audit/ports/latency-store.ts'
import type { Outbox } from '@fleet-auditor/audit/ports/outbox.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { LatencyDay } from '@fleet-auditor/model/latency-day.ts'
import { retentionDays, type Retention } from '@fleet-auditor/model/retention.ts'
import { createJudgedBy } from '../judged-by.ts'
import { settled, taking, type End, type Message, type Taking } from '../rows/outbox-rules.ts'
import { differing, inOrder } from '../rows/registry-rules.ts'
import { expiryAfter } from '../table/expiry.ts'
import { readChanges, readHistory, readRecords, readSnapshot, readState, recordAudit } from './audits.ts'
import { createMemoryRows } from './copied-rows.ts'
import { createMemoryDecisions } from './decisions.ts'
import { findFinding, queryFindings, readPage } from './finding-lists.ts'
import { createMemoryLedger } from './ledger.ts'
import {
  cloning,
  createRecords,
  putFirst,
  valueOf,
  valuesOf,
  keyOf,
  entryOf,
  type Memory,
  type Cloned,
  type MemoryRecords,
} from './records.ts'
import { closeRun, listRuns, openRun, readRun, readRunSummary } from './runs.ts'
import { createMemoryTokens } from './tokens.ts'

interface MemoryStoreOptions {
  readonly clock: Clock
  /** Shared with other stores, as processes share a table; its own where there are none. */
  readonly records?: MemoryRecords
  readonly retention?: Retention
}

/** A fleet's memory that ends with the process: no file, no socket, no timer. */
export function createMemoryStore({
  clock,
  records = createRecords(),
  retention = retentionDays,
}: MemoryStoreOptions): FleetStore {
  const cloned = cloning({ records, retention, now: () => clock.now() })
  return {
    openRun: cloned(openRun),
    closeRun: cloned(closeRun),
    listRuns: cloned(listRuns),
    readRun: cloned(readRun),
    readRunSummary: cloned(readRunSummary),
    ...createJudgedBy(cloned(readRunSummary)),
    readState: cloned(readState),
    recordAudit: cloned(recordAudit),
    readRecords: cloned(readRecords),
    readHistory: cloned((memory, target, limit) => readHistory(memory, target, limit)),
    changesOf: cloned(readChanges),
    readSnapshot: cloned(readSnapshot),
    readRegistry: cloned(readRegistry),
    register: cloned(register),
    claimUid: cloned(claimUid),
    queryFindings: cloned(queryFindings),
    ledger: createMemoryLedger(cloned),
    pages: { page: cloned(readPage), find: cloned(findFinding), records: cloned(readHistory) },
    tokens: createMemoryTokens(cloned),
    decisions: createMemoryDecisions(cloned),
    outbox: createMemoryOutbox(cloned),
    latency: createMemoryLatency(cloned),
    rows: createMemoryRows(cloned),
    close: async () => {},
  }
}

const createMemoryOutbox = (cloned: Cloned): Outbox => ({
  take: cloned(take),
  settle: cloned(settle),
  ofRun: cloned(({ records, now }, run) => valuesOf(records.outbox, now()).filter((message) => message.run === run)),
})

function take({ records, now, retention }: Memory, message: Message, leaseMs: number): Taking {
  const taken = taking(message, valueOf(records.outbox, message.key, now()), leaseMs, now())
  const expiresAt = expiryAfter(now(), retention.runs)
  if (taken.outcome === 'taken') records.outbox.set(message.key, { value: taken.message, expiresAt })
  return taken
}

function settle({ records, now }: Memory, key: string, end: End): void {
  const entry = entryOf(records.outbox, key, now())
  const value = entry && settled(entry.value, end, now())
  if (entry && value) records.outbox.set(key, { ...entry, value })
}

const createMemoryLatency = (cloned: Cloned): LatencyStore => ({ put: cloned(put), read: cloned(read) })

function put({ records, now, retention }: Memory, days: readonly LatencyDay[]): void {
  const expiresAt = expiryAfter(now(), retention.latency)
  for (const day of days) records.latency.set(keyOf(day.from, day.to, day.day), { value: day, expiresAt })
}

function read({ records, now }: Memory, { from, to, since }: Parameters<LatencyStore['read']>[0]): LatencyDay[] {
  const first = since.slice(0, 'yyyy-mm-dd'.length)
  return valuesOf(records.latency, now())
    .filter((each) => (from ?? each.from) === each.from && (to ?? each.to) === each.to && each.day >= first)
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

const readRegistry = ({ records, now }: Memory): RegisteredCluster[] => inOrder(valuesOf(records.registry, now()))

function register(
  { records }: Memory,
  clusters: readonly RegisteredCluster[],
  known: readonly RegisteredCluster[],
): void {
  const byKey = new Map(clusters.map((cluster) => [cluster.key, cluster]))
  for (const key of differing(clusters, known).keys()) {
    const value = byKey.get(key)
    if (value) records.registry.set(key, { value })
  }
}

/** The cluster that claimed a UID first; claims never end. */
function claimUid({ records, now }: Memory, uid: string, claimant: string): string {
  putFirst(records.uids, uid, { value: claimant }, now())
  return valueOf(records.uids, uid, now()) ?? claimant
}
