import type { Run } from '@fleet-auditor/model/run.ts'
import type { Night } from '@fleet-auditor/simulator/demonstration/story.ts'
import { openStore } from '../wiring/store.ts'
import type { DemonstrationFiles } from './files.ts'

export type Day = Night

/** A run that was not cancelled makes the next one day 2. */
export async function nextDay({ store: folder }: DemonstrationFiles): Promise<Day> {
  await using store = await openStore(folder)
  for (const { id, counts } of await store.listRuns(20)) {
    if ((counts?.audited ?? 0) > 0 && hasEnded(await store.readRun(id))) return 2
  }
  return 1
}

const hasEnded = (run: Run | undefined): boolean =>
  run !== undefined && run.ledger.every(({ cause }) => cause !== 'cancelled')
