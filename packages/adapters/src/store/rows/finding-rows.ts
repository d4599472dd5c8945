import type { FindingHistory } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { FindingQuery, StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { Finding, ChangeKind } from '@fleet-auditor/model/finding.ts'
import { flipsOf } from '@fleet-auditor/model/flapping.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { matcherOf } from '../pages/finding-filter.ts'
import { batchWrite } from '../table/batch-write.ts'
import {
  findingKey,
  targetOf,
  pointerKey,
  changeKey,
  checkPartitions,
  findingPrefix,
  statePartitions,
} from '../table/keys.ts'
import { readRow, allRows, type Row, type RowQuery } from '../table/read-rows.ts'

const FindingRow = z.object({ pk: z.string(), body: z.string(), transitions: z.array(ChangeKind) })

/** All findings that match, changed last first. Served by a target's own rows, else by the index that fits. */
export async function queryFindings(table: FleetTable, query: FindingQuery): Promise<StoredFinding[]> {
  const rows = await Promise.all(queriesFor(query).map((one) => allRows(table, one)))
  const found = rows.flat().map(toFinding)
  return found.filter(matcherOf({ state: query.state, check: query.check })).toSorted(changedLastFirst)
}

function queriesFor({ target, check, state }: FindingQuery): RowQuery[] {
  if (target) return [{ partition: targetPartition(target), prefix: findingPrefix(check) }]
  const states: Finding['state'][] = state ? [state] : ['open', 'resolved']
  if (check === undefined) {
    return states.flatMap((each) => statePartitions(each)).map((partition) => ({ partition, index: 'gsi1' }))
  }
  return states.flatMap((each) => checkPartitions(check, each)).map((partition) => ({ partition, index: 'gsi2' }))
}

export function toFinding(row: Row): StoredFinding {
  const { pk, body, transitions } = FindingRow.parse(row)
  const flips = flipsOf(transitions)
  const finding = { ...Finding.parse(JSON.parse(body)), target: targetOf(pk) }
  return flips === undefined ? finding : { ...finding, flips }
}

function changedLastFirst(a: Finding, b: Finding): number {
  const [left, right] = [changeKey(a.changedAt, a.fingerprint), changeKey(b.changedAt, b.fingerprint)]
  return left < right ? 1 : left > right ? -1 : 0
}

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
  return row && { finding: toFinding(row), transitions: FindingRow.parse(row).transitions }
}
