import type { RunChanges } from '@fleet-auditor/audit/ports/store.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { FleetTable } from '../fleet-table.ts'
import { readEvents } from '../rows/event-rows.ts'
import { hasRecord } from '../rows/record-rows.ts'
import { readCommitted } from './committed.ts'
import { readHead } from './heads.ts'
import { changesOfPasses } from './run-changes.ts'

/**
 * What a run changed of a target, by its events. A quiet record has no event, which would cost a write for every cluster
 * in every run: its OBS row distinguishes it from none.
 */
export async function readChanges(table: FleetTable, run: string, target: Target): Promise<RunChanges | undefined> {
  const head = await readHead(table, target)
  if (head && !head.projected) await readCommitted(table, target)
  const events = await readEvents(table, run, target)
  if (events.length > 0) return changesOfPasses(events)
  return (await hasRecord(table, target, run)) ? { first: false, changes: [] } : undefined
}
