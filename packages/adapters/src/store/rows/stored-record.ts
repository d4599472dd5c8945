import type { NewRecord, AuditRecord } from '@fleet-auditor/audit/ports/store.ts'
import { Observation } from '@fleet-auditor/model/observation.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { LedgerRow } from '@fleet-auditor/model/run.ts'
import { Counters } from '@fleet-auditor/model/snapshot.ts'
import { Verdict } from '@fleet-auditor/model/verdict.ts'
import { z } from 'zod'

/** What is stored of a target's record; the target is in its key. */
export const StoredRecord = z.object({
  run: z.string(),
  takenAt: z.string(),
  incarnation: z.number().int(),
  row: LedgerRow,
  verdicts: z.array(Verdict),
  observations: z.array(Observation),
  counters: Counters.optional(),
  snapshotHash: z.string().optional(),
})
export type StoredRecord = z.infer<typeof StoredRecord>

const supersededDetail = 'a newer snapshot of this cluster is stored already'

export function storedRecord(record: NewRecord, superseded: boolean): StoredRecord {
  const { run, takenAt, incarnation, row, verdicts, observations, counters, snapshot } = record
  return {
    run,
    takenAt,
    incarnation,
    row: superseded ? { ...row, outcome: 'superseded', detail: supersededDetail } : row,
    verdicts: verdicts.map(lean),
    observations: [...observations],
    counters,
    snapshotHash: snapshot?.hash,
  }
}

/**
 * What a pass saw is in the snapshot, and what is material of a failure follows from its evidence: neither is stored
 * twice, since a quiet record must fit three write units.
 */
function lean(verdict: Verdict): Verdict {
  const { material: _, ...withEvidence } = verdict
  if (verdict.verdict !== 'pass') return withEvidence
  const { evidence: __, ...passed } = withEvidence
  return passed
}

export const toRecord = (target: Target, stored: StoredRecord): AuditRecord => ({ target, ...stored })
