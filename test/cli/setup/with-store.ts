import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { makeStore } from '@fleet-auditor/cli/wiring/store.ts'

/** Runs over a data folder that no process holds. */
export async function withStore<T>(data: string, verb: (store: FleetStore) => Promise<T>): Promise<T> {
  await using store = await makeStore(data)
  return await verb(store)
}
