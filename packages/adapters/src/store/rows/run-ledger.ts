import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import { Digest } from '@fleet-auditor/model/digest.ts'
import { workItemName, WorkerFailure } from '@fleet-auditor/model/run-plan.ts'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import type { Guarded, FleetTable } from '../fleet-table.ts'
import { batchWrite, deletionOf } from '../table/batch-write.ts'
import { absentAt, tookPlace } from '../table/conditional.ts'
import { expiryAfter } from '../table/expiry.ts'
import type { RowKey } from '../table/keys.ts'
import { allArtifacts, readPacked, writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { digestKey, failureKey, artifactPrefixes, runPartition, beginKey, markKey } from '../table/run-keys.ts'
import {
  listShards,
  putDiscovered,
  putFleetFile,
  putGroup,
  putListed,
  putShard,
  readDiscovered,
  readFleetFile,
  readGroup,
  readListed,
  readShard,
  putReports,
  readReports,
} from './run-plan-rows.ts'

/** Every value is a packed row of its run; lists are queries to their end, without the pieces of large values. */
export function createRunLedger({ reading, writing }: Guarded): RunLedger {
  return {
    putListed: writing(putListed),
    readListed: reading(readListed),
    putGroup: writing(putGroup),
    readGroup: reading(readGroup),
    putDiscovered: writing(putDiscovered),
    readDiscovered: reading(readDiscovered),
    putShard: writing(putShard),
    readShard: reading(readShard),
    listShards: reading(listShards),
    claimPass: writing(claimPass),
    claimCluster: writing(claimCluster),
    releaseCluster: writing(releaseCluster),
    putReports: writing(putReports),
    readReports: reading(readReports),
    putFailure: writing(putFailure),
    readFailures: reading(readFailures),
    putFleetFile: writing(putFleetFile),
    readFleetFile: reading(readFleetFile),
    putDigest: writing(putDigest),
    readDigest: reading(readDigest),
  }
}

/** Retained as long as its run, which people look up by it. */
async function putDigest(table: FleetTable, run: string, digest: Digest): Promise<void> {
  const expiresAt = expiryAfter(table.now(), table.retention.runs)
  await writePacked(table, digestKey(run), pack(JSON.stringify(digest)), { expiresAt })
}

async function readDigest(table: FleetTable, run: string): Promise<Digest | undefined> {
  const value = await readPacked(table, digestKey(run))
  return value === undefined ? undefined : Digest.parse(value)
}

/** The first failure of an item stays: what comes after follows from it. */
async function putFailure(table: FleetTable, run: string, failure: WorkerFailure): Promise<void> {
  const expiresAt = expiryAfter(table.now(), table.retention.records)
  const packed = pack(JSON.stringify(failure))
  await writePacked(table, failureKey(run, workItemName(failure.item)), packed, {
    expiresAt,
    condition: absentAt(table.now()),
  })
}

async function readFailures(table: FleetTable, run: string): Promise<WorkerFailure[]> {
  const all = await allArtifacts(table, runPartition(run), artifactPrefixes.failure)
  return all.map(({ value }) => WorkerFailure.parse(value))
}

/** True for the first that begins this pass of the shard. */
const claimPass = (table: FleetTable, run: string, shard: number, pass: number): Promise<boolean> =>
  putFirst(table, beginKey(run, shard, pass))

/** True for the first that marks this cluster. */
const claimCluster = (table: FleetTable, run: string, shard: number, cluster: string): Promise<boolean> =>
  putFirst(table, markKey(run, shard, cluster))

/** As a batch of one: the deployment's role deletes in batches only. */
const releaseCluster = (table: FleetTable, run: string, shard: number, cluster: string): Promise<void> =>
  batchWrite(table, [deletionOf(markKey(run, shard, cluster))])

/**
 * One write unit. Where an answer is lost, the SDK asks again, and the first worker learns that it is not the first:
 * its work then begins with more care, never twice as the first.
 */
function putFirst(table: FleetTable, key: RowKey): Promise<boolean> {
  const row = { ...key, expiresAt: expiryAfter(table.now(), table.retention.records) }
  const put = table.entities.claimCluster.build(PutItemCommand).item(row)
  return tookPlace(put.options({ condition: absentAt(table.now()) }).send())
}
