import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { readFleet } from './bundled-fleet.ts'
import { clock, now } from './clock.ts'
import { variable } from './environment.ts'

/** What nearly every function works with. */
export interface Wired {
  readonly fleet: FleetFile
  readonly store: FleetStore
  readonly clock: Clock
}

export async function wire(): Promise<Wired> {
  const fleet = await readFleet()
  return { fleet, clock, store: await openTableStore({ table: variable('TABLE_NAME'), now }) }
}

/** Opens the store for one invocation: nothing of one is left to the next. */
export async function withWiring<T>(work: (wired: Wired) => Promise<T>): Promise<T> {
  const wired = await wire()
  try {
    return await work(wired)
  } finally {
    await wired.store.close()
  }
}
