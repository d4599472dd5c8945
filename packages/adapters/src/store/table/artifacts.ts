import pMap from 'p-map'
import type { FleetTable } from '../fleet-table.ts'
import { expiryAfter, retentionDays } from './expiry.ts'
import type { RowKey } from './keys.ts'
import { isPacked, unpackRow, writePacked, type PackedAttributes } from './packed-rows.ts'
import { pack } from './packing.ts'
import { allRows, readsAtOnce, type Row } from './read-rows.ts'

/** Writes an artifact of one worker for another, whatever was there before; retained as long as a record. */
export async function putArtifact(
  table: FleetTable,
  key: RowKey,
  value: unknown,
  attributes: Pick<PackedAttributes, 'worker'> = {},
): Promise<void> {
  const expiresAt = expiryAfter(table.now(), retentionDays.record)
  await writePacked(table, key, pack(JSON.stringify(value)), { ...attributes, expiresAt })
}

/** A value with the sort key it lies under. */
interface Artifact {
  readonly sk: string
  readonly value: unknown
}

/** All values under a prefix, in the order of their keys. */
export async function allArtifacts(table: FleetTable, partition: string, prefix: string): Promise<Artifact[]> {
  const rows = (await allRows(table, { partition, prefix })).filter(isPacked)
  const artifactOf = async (row: Row): Promise<Artifact> => ({
    sk: String(row['sk']),
    value: await unpackRow(table, row),
  })
  return pMap(rows, artifactOf, { concurrency: readsAtOnce })
}
