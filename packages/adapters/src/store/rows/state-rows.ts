import { canonical } from '@fleet-auditor/model/canonical.ts'
import { Change, Finding } from '@fleet-auditor/model/finding.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { z } from 'zod'
import { Transitions } from '../commit/settle.ts'
import type { FleetTable } from '../fleet-table.ts'
import { batchWrite, deletionOf } from '../table/batch-write.ts'
import { stateKey, statePrefix, type RowKey } from '../table/keys.ts'
import { damaged, unpackRow, writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { queryRows, type Row } from '../table/read-rows.ts'

/** A change names its finding, which is among the target's: stored twice, it would be read twice in every run. */
const StoredChange = Change.omit({ finding: true }).extend({ fingerprint: z.string() })

/** What the STATE row holds: the target's findings after a record, and what that record changed. */
export const StateRecord = z.object({
  run: z.string(),
  takenAt: z.string(),
  version: z.string(),
  /** The target's first record: everything is new, so its event only counts. */
  first: z.boolean(),
  findings: z.array(Finding),
  transitions: Transitions,
  changes: z.array(StoredChange),
})
export type StateRecord = Readonly<z.infer<typeof StateRecord>>

export const storedChange = ({ finding, ...change }: Change): z.infer<typeof StoredChange> => ({
  ...change,
  fingerprint: finding.fingerprint,
})

/** What the record changed, for the projection. */
export function changesOf(table: FleetTable, key: RowKey, { findings, changes }: StateRecord): Change[] {
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]))
  return changes.map(({ fingerprint, ...change }) => {
    const finding = byFingerprint.get(fingerprint)
    if (!finding) throw damaged(table, key, `it changes the finding ${fingerprint}, which it does not have`)
    return { ...change, finding }
  })
}

/** Written before HEAD names it, so no reader sees it yet. Returns the version that HEAD is to name. */
export async function writeState(table: FleetTable, target: Target, state: StateRecord): Promise<string> {
  const packed = pack(canonical(state))
  const stateVersion = `${state.version}#${packed.hash}`
  await writePacked(table, stateKey(target, stateVersion), packed, {})
  return stateVersion
}

/** The state of this version out of the target's rows; undefined where they have none. */
export async function stateOf(
  table: FleetTable,
  target: Target,
  stateVersion: string,
  rows: readonly Row[],
): Promise<StateRecord | undefined> {
  const { sk } = stateKey(target, stateVersion)
  const row = rows.find((each) => each['sk'] === sk)
  return row && StateRecord.parse(await unpackRow(table, row))
}

/**
 * Deletes the target's states before this one, also those of records that died before HEAD. A later one stays: its
 * record may be about to commit.
 */
export async function dropStatesBefore(table: FleetTable, target: Target, stateVersion: string): Promise<void> {
  const current = stateKey(target, stateVersion).sk
  const older: string[] = []
  const states = { partition: targetPartition(target), prefix: statePrefix, only: ['sk'] }
  for await (const { sk } of queryRows(table, states)) {
    if (typeof sk === 'string' && sk < current) older.push(sk)
  }
  await batchWrite(
    table,
    older.map((sk) => deletionOf({ pk: targetPartition(target), sk })),
  )
}
