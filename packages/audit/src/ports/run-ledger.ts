import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type {
  CloudWorker,
  DiscoveredScope,
  ListedSources,
  ScopeGroup,
  Shard,
  Worker,
  WorkerFailure,
} from '@fleet-auditor/model/run-plan.ts'

/**
 * What the workers of one run hand to each other: references travel through the engine, the rest lies here. Every write
 * may be repeated: `put` replaces, `begin` and `mark` return whether they were first. Rows expire with the run.
 */
export interface RunLedger {
  putListed(run: string, worker: CloudWorker, listed: ListedSources): Promise<void>
  readListed(run: string): Promise<ReadonlyMap<CloudWorker, ListedSources>>

  putGroup(run: string, group: number, scopes: ScopeGroup): Promise<void>
  readGroup(run: string, group: number): Promise<ScopeGroup | undefined>

  putDiscovered(run: string, group: number, scopes: readonly DiscoveredScope[]): Promise<void>
  /** By group; one that was never discovered is not in it. */
  readDiscovered(run: string): Promise<ReadonlyMap<number, readonly DiscoveredScope[]>>

  putShard(run: string, shard: number, plan: Shard): Promise<void>
  readShard(run: string, shard: number): Promise<Shard | undefined>
  /** In their order. */
  listShards(run: string): Promise<readonly { readonly shard: number; readonly worker: Worker }[]>

  /** False: this pass of the shard was begun before; its worker died, or works still. */
  claimPass(run: string, shard: number, pass: number): Promise<boolean>
  /** False: this cluster was marked before, by a worker that died over it or works on it still. */
  claimCluster(run: string, shard: number, cluster: string): Promise<boolean>
  /** Takes the mark back: the worker did not die over the cluster, it could not store what it saw. */
  releaseCluster(run: string, shard: number, cluster: string): Promise<void>

  putReports(run: string, shard: number, pass: number, reports: readonly ResultSummary[]): Promise<void>
  /** By shard; of a cluster in several passes the last. Those of one shard only where it is named. */
  readReports(run: string, shard?: number): Promise<ReadonlyMap<number, readonly ResultSummary[]>>

  /** The first one of an item stays. */
  putFailure(run: string, failure: WorkerFailure): Promise<void>
  readFailures(run: string): Promise<readonly WorkerFailure[]>

  /** What the run is judged by beside the checks; the last one of a run stays. */
  putFleetFile(run: string, fleet: FleetFile): Promise<void>
  readFleetFile(run: string): Promise<FleetFile | undefined>

  putDigest(run: string, digest: Digest): Promise<void>
  readDigest(run: string): Promise<Digest | undefined>
}
