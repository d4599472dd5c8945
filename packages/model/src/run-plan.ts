import { z } from 'zod'
import { Cause } from './cause.ts'
import { Cluster } from './cluster.ts'
import { LedgerRow } from './run.ts'
import { Scope } from './scope.ts'

/** Scopes of one group, and clusters of one shard: what one worker does in one go. */
export const atMost = { scopesOfGroup: 50, clustersOfShard: 50 } as const

/** Who works on it: a function per cloud, with its own role and SDK. */
export const Worker = z.enum(['eks', 'gke', 'aks', 'planes'])
export type Worker = z.infer<typeof Worker>
export const CloudWorker = Worker.exclude(['planes'])
export type CloudWorker = z.infer<typeof CloudWorker>

/** Scopes that one call lists; all of one provider. */
export const ScopeGroup = z.object({ worker: CloudWorker, scopes: z.array(Scope) })
export type ScopeGroup = z.infer<typeof ScopeGroup>

/** What sources of one provider came to: scopes, and a row for each member that could not be listed. */
export const ListedSources = z.object({ scopes: z.array(Scope), rows: z.array(LedgerRow) })
export type ListedSources = z.infer<typeof ListedSources>

/** One scope after discovery. `complete`: read to its end, so that what it does not list is gone. */
export const DiscoveredScope = z.object({
  scope: Scope,
  row: LedgerRow,
  complete: z.boolean(),
  clusters: z.array(Cluster),
})
export type DiscoveredScope = z.infer<typeof DiscoveredScope>

/** The clusters (for the worker `planes`: the names of the planes) that one worker audits. */
export const Shard = z.object({
  worker: Worker,
  clusters: z.array(z.object({ cluster: Cluster, scope: Scope })),
  planes: z.array(z.string()),
})
export type Shard = z.infer<typeof Shard>

/** A work item whose worker did not end well, as the engine saw it. */
export const WorkerFailure = z.object({
  /** `scopes/eks`, `group/3`, `shard/12`, `plan-shards`. */
  item: z.string(),
  cause: Cause,
  detail: z.string(),
})
export type WorkerFailure = z.infer<typeof WorkerFailure>
