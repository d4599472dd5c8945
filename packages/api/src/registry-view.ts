import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { RegisteredCluster, Store } from '@fleet-auditor/audit/ports/store.ts'
import { latestRun } from '@fleet-auditor/audit/queries/last-complete.ts'

export interface RegistryView {
  all(): Promise<readonly RegisteredCluster[]>
  /** Not older than the last run: shown beside that run, older counts would pass for its result. */
  ofLastRun(): Promise<readonly RegisteredCluster[]>
  /** By key. */
  byKey(): Promise<ReadonlyMap<string, RegisteredCluster>>
}

/** The registry changes with a run and costs more to read than a page of findings. */
const cacheMs = 30_000

interface Cached {
  readonly readAt: number
  /** The last run and its state when it was read. */
  readonly lastRun?: string
  readonly clusters: Promise<readonly RegisteredCluster[]>
}

/** The registry, cached for half a minute, for names and filters. A failed read is not cached. */
export function createRegistryView(store: Pick<Store, 'readRegistry' | 'listRuns'>, clock: Clock): RegistryView {
  let cached: Cached | undefined
  let named:
    | { readonly of: readonly RegisteredCluster[]; readonly map: ReadonlyMap<string, RegisteredCluster> }
    | undefined
  const read = async (lastRun?: string): Promise<readonly RegisteredCluster[]> => {
    const now = Date.parse(clock.now())
    const mine = cached && isFresh(cached, now, lastRun) ? cached : readNow(now, lastRun)
    cached = mine
    try {
      return await mine.clusters
    } catch (error) {
      if (cached === mine) cached = undefined
      throw error
    }
  }
  const readNow = (readAt: number, lastRun?: string): Cached => ({
    readAt,
    clusters: store.readRegistry(),
    lastRun,
  })
  return {
    all: () => read(),
    async ofLastRun() {
      const run = await latestRun({ store, clock })
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
const isFresh = ({ readAt, lastRun }: Cached, now: number, wanted: string | undefined): boolean =>
  now >= readAt && now - readAt < cacheMs && (wanted === undefined || wanted === lastRun)
