import { Digest } from '@fleet-auditor/model/digest.ts'
import { expiryAfter, kept } from '../table/expiry.ts'
import type { FleetTable } from '../fleet-table.ts'
import { readPacked, writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { digestKey } from '../table/run-keys.ts'

/** Kept as long as its run: it is what the run is remembered by. */
export async function putDigest(table: FleetTable, run: string, digest: Digest): Promise<void> {
  const expiresAt = expiryAfter(table.now(), kept.run)
  await writePacked(table, digestKey(run), pack(JSON.stringify(digest)), { expiresAt })
}

export async function readDigest(table: FleetTable, run: string): Promise<Digest | undefined> {
  const value = await readPacked(table, digestKey(run))
  return value === undefined ? undefined : Digest.parse(value)
}
