import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { RegisteredCluster, Store } from '@fleet-auditor/audit/ports/store.ts'

export interface RegistryView {
  all(): Promise<readonly RegisteredCluster[]>
  /** Never of before the last run: told beside that run, older counts would look like its good news. */
  ofLastRun(): Promise<readonly RegisteredCluster[]>
  /** By key. */
  byKey(): Promise<ReadonlyMap<string, RegisteredCluster>>
}

/** It changes with a run, and costs more to read than a page of findings: it is read once in this while. */
const heldMs = 30_000

interface Held {
  readonly readAt: number
  /** The last run and its state when it was read. */
  readonly lastRun?: string
  readonly clusters: Promise<readonly RegisteredCluster[]>
}

/** The registry, held for half a minute, for names and filters. A failed read is not held. */
export function createRegistryView(store: Pick<Store, 'readRegistry' | 'listRuns'>, clock: Clock): RegistryView {
  let held: Held | undefined
  let named:
    | { readonly of: readonly RegisteredCluster[]; readonly map: ReadonlyMap<string, RegisteredCluster> }
    | undefined
  const read = async (lastRun?: string): Promise<readonly RegisteredCluster[]> => {
    const now = Date.parse(clock.now())
    const mine = held && isFresh(held, now, lastRun) ? held : newlyRead(now, lastRun)
    held = mine
    try {
      return await mine.clusters
    } catch (error) {
      if (held === mine) held = undefined
      throw error
    }
  }
  const newlyRead = (readAt: number, lastRun?: string): Held => ({
    readAt,
    clusters: store.readRegistry(),
    lastRun,
  })
  return {
    all: () => read(),
    async ofLastRun() {
      const [run] = await store.listRuns(1)
      return read(`${run?.id} ${run?.state}`)
    },
    async byKey() {
      const of = await read()
      if (named?.of !== of) named = { of, map: new Map(of.map((registered) => [registered.key, registered])) }
      return named.map
    },
  }
}

/** A clock that was set back makes nothing fresh for longer. */
const isFresh = ({ readAt, lastRun }: Held, now: number, wanted: string | undefined): boolean =>
  now >= readAt && now - readAt < heldMs && (wanted === undefined || wanted === lastRun)
