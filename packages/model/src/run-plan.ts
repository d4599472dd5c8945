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

/** What the state machine passes to one worker, or one step of the run as a whole. */
export const WorkItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scopes'), worker: CloudWorker }),
  z.object({ kind: z.literal('group'), group: z.number().int() }),
  z.object({ kind: z.literal('shard'), shard: z.number().int() }),
  z.object({ kind: z.literal('step'), step: z.string() }),
])
export type WorkItem = z.infer<typeof WorkItem>

/** The name of an item in ledgers and logs: `scopes/eks`, `group/3`, `shard/12`, `plan-shards`. */
export function workItemName(item: WorkItem): string {
  switch (item.kind) {
    case 'scopes':
      return `scopes/${item.worker}`
    case 'group':
      return `group/${item.group}`
    case 'shard':
      return `shard/${item.shard}`
    case 'step':
      return item.step
  }
}

/** The item of a name that the state machine wrote. What is no list, group or shard is a step. */
export function workItemOf(name: string): WorkItem {
  const [kind, which = ''] = name.split('/')
  const worker = CloudWorker.safeParse(which)
  if (kind === 'scopes' && worker.success) return { kind, worker: worker.data }
  if (kind === 'group' && /^\d+$/.test(which)) return { kind, group: Number(which) }
  if (kind === 'shard' && /^\d+$/.test(which)) return { kind, shard: Number(which) }
  return { kind: 'step', step: name }
}

/** A work item whose worker did not end well, as the engine saw it. */
export const WorkerFailure = z.object({
  item: WorkItem,
  cause: Cause,
  detail: z.string(),
})
export type WorkerFailure = z.infer<typeof WorkerFailure>
