import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { openDeployedStore, openStore } from './wiring.ts'

/** The embedded store of a folder, or the table of a deployment. */
export type StorePlace = { readonly folder: string } | { readonly table: string; readonly region?: string }

/** Runs a verb over either and closes it whatever happens. */
export async function withStoreAt<T>(place: StorePlace, verb: (store: FleetStore) => Promise<T>): Promise<T> {
  const store = 'folder' in place ? await openStore(place.folder) : await openDeployedStore(place)
  try {
    return await verb(store)
  } finally {
    await store.close()
  }
}
