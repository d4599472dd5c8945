import type { NewRecord, AuditRecord } from '@fleet-auditor/audit/ports/store.ts'
import { Observation } from '@fleet-auditor/model/observation.ts'
import { Presence } from '@fleet-auditor/model/presence.ts'
import { LedgerRow } from '@fleet-auditor/model/run.ts'
import { Counters } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { StoredVerdict, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { z } from 'zod'

/** What is stored of a target's record; the target is in its key. */
export const StoredRecord = z.object({
  run: z.string(),
  takenAt: z.string(),
  incarnation: z.number().int(),
  row: LedgerRow,
  verdicts: z.array(StoredVerdict),
  observations: z.array(Observation),
  counters: Counters.optional(),
  presence: Presence.optional(),
  snapshotHash: z.string().optional(),
})
export type StoredRecord = z.infer<typeof StoredRecord>

const supersededDetail = 'a newer snapshot of this cluster is stored already'

export function storedRecord(record: NewRecord, superseded: boolean): StoredRecord {
  const { run, takenAt, incarnation, row, verdicts, observations, counters, presence, snapshot } = record
  return {
    run,
    takenAt,
    incarnation,
    row: superseded ? { ...row, outcome: 'superseded', detail: supersededDetail } : row,
    verdicts: verdicts.map(lean),
    observations: [...observations],
    counters,
    presence,
    snapshotHash: snapshot?.hash,
  }
}

/** A quiet run must fit three write units: what follows from other rows is not written. */
function lean(verdict: Verdict): StoredVerdict {
  if (verdict.verdict === 'pass') {
    const { evidence: _, ...stored } = verdict
    return stored
  }
  if (verdict.verdict !== 'fail') return verdict
  const { material: _, managedBy: __, ...stored } = verdict
  return stored
}

export const toRecord = (target: Target, stored: StoredRecord): AuditRecord => ({ target, ...stored })
