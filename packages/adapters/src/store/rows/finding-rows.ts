import type { FindingQuery, StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { ChangeKind, Finding, type Change } from '@fleet-auditor/model/finding.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { z } from 'zod'
import type { FleetTable } from '../fleet-table.ts'
import { matcherOf } from '../pages/finding-filter.ts'
import { changeKey, checkPartitions, findingPrefix, targetOf, statePartitions } from '../table/keys.ts'
import { allRows, queryRows, type Row, type RowQuery } from '../table/read-rows.ts'

const FindingRow = z.object({ pk: z.string(), body: z.string() })
export const TransitionsRow = z.object({ transitions: z.array(ChangeKind) })

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
  const { pk, body } = FindingRow.parse(row)
  return { ...Finding.parse(JSON.parse(body)), target: targetOf(pk) }
}

function changedLastFirst(a: Finding, b: Finding): number {
  const [left, right] = [changeKey(a.changedAt, a.fingerprint), changeKey(b.changedAt, b.fingerprint)]
  return left < right ? 1 : left > right ? -1 : 0
}

/** The finding's last changes by kind, oldest first; none where the target never had it. */
export async function readTransitions(
  table: FleetTable,
  target: Target,
  fingerprint: string,
): Promise<Change['kind'][]> {
  const only = ['sk', 'transitions', 'expiresAt']
  for await (const row of queryRows(table, { partition: targetPartition(target), prefix: findingPrefix(), only })) {
    if (String(row['sk']).endsWith(`#${fingerprint}`)) return TransitionsRow.parse(row).transitions
  }
  return []
}
