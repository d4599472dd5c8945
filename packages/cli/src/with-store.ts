import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { openStore } from './wiring.ts'

/** Runs a verb over the embedded store and closes it whatever happens. */
export async function withStore<T>(folder: string, verb: (store: FleetStore) => Promise<T>): Promise<T> {
  const store = await openStore(folder)
  try {
    return await verb(store)
  } finally {
    await store.close()
  }
}
