import { atMost } from '@fleet-auditor/model/run-plan.ts'
import { passes } from '../../../infra/state-machine/item-states.ts'

const clouds = 3
const clusters = 10_000
const scopes = 3000
/** Planes by the shard, were there 200 of them. */
const shardsOfPlanes = 4

/** The largest fleet that one run is made for: the last group and shard of each cloud are not full. */
export const atWorst = {
  passes,
  sizes: {
    ListScopes: clouds,
    DiscoverScopes: Math.ceil(scopes / atMost.scopesOfGroup) + clouds - 1,
    AuditShards: Math.ceil(clusters / atMost.clustersOfShard) + clouds - 1 + shardsOfPlanes,
  },
} as const
