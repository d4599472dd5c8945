import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { createRulesOf } from '../rules-of.ts'
import { readChanges, readHistory, readRecords, readSnapshot, readState, recordAudit } from './audits.ts'
import { cloning } from './cloned.ts'
import { findFinding, queryFindings, readPage, readTransitions } from './finding-lists.ts'
import { createMemoryLatency } from './latency.ts'
import { createMemoryLedger } from './ledger.ts'
import { createMemoryOutbox } from './outbox.ts'
import { createRecords, type MemoryRecords } from './records.ts'
import { claimUid, readRegistry, register } from './registry.ts'
import { closeRun, listRuns, openRun, readRun, readRunSummary } from './runs.ts'
import { createMemoryTokens } from './tokens.ts'

interface MemoryStoreOptions {
  readonly clock: Clock
  /** Shared with other stores, as processes share a table; its own where there are none. */
  readonly records?: MemoryRecords
}

/** A fleet's memory that ends with the process: no file, no socket, no timer. */
export function createMemoryStore({ clock, records = createRecords() }: MemoryStoreOptions): FleetStore {
  const cloned = cloning({ records, now: () => clock.now() })
  return {
    openRun: cloned(openRun),
    closeRun: cloned(closeRun),
    listRuns: cloned(listRuns),
    readRun: cloned(readRun),
    readRunSummary: cloned(readRunSummary),
    rulesOf: createRulesOf(cloned(readRunSummary)),
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
    readTransitions: cloned(readTransitions),
    ledger: createMemoryLedger(cloned),
    pages: { page: cloned(readPage), find: cloned(findFinding), records: cloned(readHistory) },
    tokens: createMemoryTokens(cloned),
    outbox: createMemoryOutbox(cloned),
    latency: createMemoryLatency(cloned),
    close: async () => {},
  }
}
