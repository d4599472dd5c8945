import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { RegisteredCluster, Store } from '@fleet-auditor/audit/ports/store.ts'

export interface RegistryView {
  all(): Promise<readonly RegisteredCluster[]>
  /** By key. */
  byKey(): Promise<ReadonlyMap<string, RegisteredCluster>>
}

/** It changes with a run, and costs more to read than a page of findings: it is read once in this while. */
const heldMs = 30_000

interface Held {
  readonly readAt: number
  readonly clusters: Promise<readonly RegisteredCluster[]>
}

/** The registry, held for half a minute, for names and filters. A failed read is not held. */
export function createRegistryView(store: Pick<Store, 'readRegistry'>, clock: Clock): RegistryView {
  let held: Held | undefined
  let named:
    | { readonly of: readonly RegisteredCluster[]; readonly map: ReadonlyMap<string, RegisteredCluster> }
    | undefined
  const all = async (): Promise<readonly RegisteredCluster[]> => {
    const now = Date.parse(clock.now())
    const mine = held && now - held.readAt < heldMs ? held : { readAt: now, clusters: store.readRegistry() }
    held = mine
    try {
      return await mine.clusters
    } catch (error) {
      if (held === mine) held = undefined
      throw error
    }
  }
  return {
    all,
    async byKey() {
      const of = await all()
      if (named?.of !== of) named = { of, map: new Map(of.map((registered) => [registered.key, registered])) }
      return named.map
    },
  }
}
