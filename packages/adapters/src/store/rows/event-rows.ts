import { canonical } from '@fleet-auditor/model/canonical.ts'
import { Change } from '@fleet-auditor/model/finding.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { z } from 'zod'
import type { RunEvent } from '../commit/settle.ts'
import type { FleetTable } from '../fleet-table.ts'
import { absent } from '../table/conditional.ts'
import { expiryAfter } from '../table/expiry.ts'
import { eventKey, eventPlace, targetPartitionIn } from '../table/keys.ts'
import { isPacked, unpackRow, writePacked } from '../table/packed-rows.ts'
import { pack } from '../table/packing.ts'
import { allRows } from '../table/read-rows.ts'
import type { StateRecord } from './state-rows.ts'

const StoredEvent = z.object({ first: z.boolean(), changes: z.array(Change).default([]) })

/** In a target's first record everything is new: the event counts it, and the state has it. */
export async function writeEvent(
  table: FleetTable,
  target: Target,
  { run, version, takenAt, first }: StateRecord,
  changes: readonly Change[],
): Promise<void> {
  const event = first ? { takenAt, first, opened: openedBySeverity(changes) } : { takenAt, first, changes }
  const expiresAt = expiryAfter(table.now(), table.retention.records)
  await writePacked(table, eventKey(run, target, version), pack(canonical(event)), {
    expiresAt,
    run,
    condition: absent,
  })
}

function openedBySeverity(changes: readonly Change[]): Partial<Record<Severity, number>> {
  const counts: Partial<Record<Severity, number>> = {}
  for (const { kind, finding } of changes) {
    if (kind === 'opened') counts[finding.severity] = (counts[finding.severity] ?? 0) + 1
  }
  return counts
}

/** The events of one target in one run, in the order of its passes. A quiet pass left none. */
export async function readEvents(table: FleetTable, run: string, target: Target): Promise<RunEvent[]> {
  const { pk, prefix } = eventPlace(run, target)
  const rows = await allRows(table, { partition: pk, prefix })
  // a target whose key begins with this one's and a `#` lies under the same prefix
  const own = rows.filter((row) => isPacked(row) && targetPartitionIn(String(row['sk'])) === targetPartition(target))
  return Promise.all(own.map(async (row) => StoredEvent.parse(await unpackRow(table, row))))
}
