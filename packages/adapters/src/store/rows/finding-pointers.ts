import type { FindingHistory } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { batchWrite } from '../table/batch-write.ts'
import { findingKey, targetOf, pointerKey } from '../table/keys.ts'
import { readRow } from '../table/read-rows.ts'
import { toFinding, TransitionsRow } from './finding-rows.ts'

const PointerRow = z.object({ target: z.string(), check: z.string() })

/**
 * Names the target of each fingerprint: a finding's row is in its target's partition. One write unit when a finding is
 * first seen, and none ever after, since target and check are part of what the fingerprint is the hash of. About 150 bytes
 * stay behind when the finding is forgotten: to expire them would cost a unit at every resolving and reopening.
 */
export async function writePointers(table: FleetTable, target: Target, findings: readonly Finding[]): Promise<void> {
  const rows = new Map(findings.map(({ fingerprint, check }) => [fingerprint, { ...pointerKey(fingerprint), check }]))
  const { pointer } = table.entities
  const puts = [...rows.values()].map((row) =>
    pointer
      .build(BatchPutRequest)
      .item({ ...row, target: targetPartition(target) })
      .params(),
  )
  await batchWrite(table, puts)
}

/**
 * The finding of a fingerprint with its last changes, in two reads of one row each. Every finding has its pointer: both
 * are written by the projection, so no other lookup is needed.
 */
export async function findFinding(table: FleetTable, fingerprint: string): Promise<FindingHistory | undefined> {
  const pointer = await readRow(table, pointerKey(fingerprint))
  if (!pointer) return undefined
  const { target, check } = PointerRow.parse(pointer)
  const row = await readRow(table, findingKey(targetOf(target), check, fingerprint))
  return row && { finding: toFinding(row), transitions: TransitionsRow.parse(row).transitions }
}
