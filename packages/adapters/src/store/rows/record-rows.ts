import type { NewRecord, AuditRecord } from '@fleet-auditor/audit/ports/store.ts'
import { Observation } from '@fleet-auditor/model/observation.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { LedgerRow } from '@fleet-auditor/model/run.ts'
import { Counters } from '@fleet-auditor/model/snapshot.ts'
import { StoredVerdict, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { z } from 'zod'
import { expiryAfter, kept } from '../table/expiry.ts'
import type { FleetTable } from '../fleet-table.ts'
import { instant, recordKey, recordPrefix, recordVersion } from '../table/keys.ts'
import { isPacked, unpackRow, writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { queryRows, readRow, type Row } from '../table/read-rows.ts'

const StoredRecord = z.object({
  run: z.string(),
  takenAt: z.string(),
  incarnation: z.number().int(),
  row: LedgerRow,
  verdicts: z.array(StoredVerdict),
  observations: z.array(Observation),
  counters: Counters.optional(),
  snapshotHash: z.string().optional(),
})

export type RecordEnd = 'committed' | 'superseded'

const supersededDetail = 'a newer snapshot of this cluster is stored already'

/** The last row of a night: where it is there, the night is done. One that is there already stays as it is. */
export async function writeRecord(table: FleetTable, record: NewRecord, end: RecordEnd): Promise<RecordEnd> {
  const key = recordKey(record.target, recordVersion(record.takenAt, record.run))
  const superseded = end === 'superseded'
  const attributes = { run: record.run, superseded, expiresAt: expiryAfter(table.now(), kept.record) }
  const absent = { attr: 'pk', exists: false } as const
  if (await writePacked(table, key, pack(JSON.stringify(storedRecord(record, superseded))), attributes, absent))
    return end
  const stored = await readRow(table, key, ['superseded', 'expiresAt'])
  return stored?.['superseded'] === true ? 'superseded' : 'committed'
}

function storedRecord(record: NewRecord, superseded: boolean): z.infer<typeof StoredRecord> {
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

/** A quiet run must fit three write units: what follows from other rows is not written. */
function lean(verdict: Verdict): StoredVerdict {
  if (verdict.verdict === 'pass') {
    const { evidence: _, ...stored } = verdict
    return stored
  }
  if (verdict.verdict !== 'fail') return verdict
  const { material: _, ...stored } = verdict
  return stored
}

/** The owner's nights, newest first; those of one run only where it is named, those before a time (ISO 8601) likewise. */
export async function readRecords(
  table: FleetTable,
  target: Target,
  wanted: { readonly limit: number; readonly run?: string; readonly before?: string },
): Promise<AuditRecord[]> {
  const records: AuditRecord[] = []
  const query = {
    partition: targetPartition(target),
    prefix: recordPrefix,
    // a night's own key goes on behind its time
    upTo: wanted.before === undefined ? undefined : `${recordPrefix}${instant(wanted.before)}`,
    newestFirst: true,
    pageSize: Math.min(wanted.limit, 100),
  }
  for await (const row of queryRows(table, query)) {
    if (records.length >= wanted.limit) break
    if (!isPacked(row) || (wanted.run !== undefined && row['run'] !== wanted.run)) continue
    records.push(await toRecord(table, target, row))
  }
  return records
}

async function toRecord(table: FleetTable, target: Target, row: Row): Promise<AuditRecord> {
  const { counters, snapshotHash, ...record } = StoredRecord.parse(await unpackRow(table, row))
  return { target, ...record, counters, snapshotHash: snapshotHash || undefined }
}
