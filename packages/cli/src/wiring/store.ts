import { closeDeadRuns } from '@fleet-auditor/audit/conclusion/close-dead-runs.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'
import { clock, now } from './clock.ts'

/** The embedded store of a folder, or the table of a deployment. */
interface StorePlace {
  readonly data: string
  readonly table?: string
  readonly region?: string
  /** Of the fleet file, for commands that write runs. */
  readonly retention?: Retention
}

/** Closed at the end of the block that opened it. */
type OpenStore = FleetStore & AsyncDisposable

/** The embedded store of this machine, which an audit wrote: a folder without one is refused, and not made. */
export const openStore = (folder: string): Promise<OpenStore> => openFolder(folder, true)

/** The same, made where there is none. */
export const makeStore = (folder: string, retention?: Retention): Promise<OpenStore> =>
  openFolder(folder, false, retention)

async function openFolder(folder: string, existing: boolean, retention?: Retention): Promise<OpenStore> {
  const { openEmbeddedStore } = await import('@fleet-auditor/adapters/store/embedded/embedded.ts')
  return disposable(await openEmbeddedStore({ folder, now, existing, retention }))
}

/**
 * The same, for a command that writes runs: it holds the store alone, so that whatever runs there still has died, and is
 * closed as incomplete.
 */
export async function openStoreForRuns(folder: string, fleet: FleetFile): Promise<OpenStore> {
  const store = await makeStore(folder, fleet.retention)
  try {
    await closeDeadRuns({}, { fleet }, { store, clock })
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Either; the table with the person's own credentials. */
export async function openStoreAt(
  { data, table, region, retention }: StorePlace,
  open = openStore,
): Promise<OpenStore> {
  if (table === undefined) return open(data)
  const { openTableStore } = await import('@fleet-auditor/adapters/store/table-store.ts')
  return disposable(await openTableStore({ table, region, now, retention }))
}

const disposable = (store: FleetStore): OpenStore => ({ ...store, [Symbol.asyncDispose]: () => store.close() })
