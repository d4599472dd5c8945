import { workItemName, WorkerFailure } from '@fleet-auditor/model/run-plan.ts'
import { absentAt } from '../table/conditional.ts'
import { expiryAfter, kept } from '../table/expiry.ts'
import type { FleetTable } from '../fleet-table.ts'
import { allArtifacts } from '../table/artifacts.ts'
import { writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { failureKey, artifactPrefixes, runPartition } from '../table/run-keys.ts'

/** The first failure of an item stays: what comes after follows from it. */
export async function putFailure(table: FleetTable, run: string, failure: WorkerFailure): Promise<void> {
  const expiresAt = expiryAfter(table.now(), kept.record)
  const packed = pack(JSON.stringify(failure))
  await writePacked(table, failureKey(run, workItemName(failure.item)), packed, { expiresAt }, absentAt(table.now()))
}

export async function readFailures(table: FleetTable, run: string): Promise<WorkerFailure[]> {
  const all = await allArtifacts(table, runPartition(run), artifactPrefixes.failure)
  return all.map(({ value }) => WorkerFailure.parse(value))
}
