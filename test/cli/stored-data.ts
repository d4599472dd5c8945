import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'

/** Runs over a data folder that no process holds. */
export async function stored<T>(data: string, verb: (store: FleetStore) => Promise<T>): Promise<T> {
  const store = await openEmbeddedStore({ folder: data, now: () => new Date().toISOString() })
  try {
    return await verb(store)
  } finally {
    await store.close()
  }
}
