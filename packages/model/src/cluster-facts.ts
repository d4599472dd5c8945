import { z } from 'zod'
import { Cause } from './cause.ts'
import { Cluster } from './cluster.ts'

/** What fleet checks need of one cluster: at most 1 KB, so that 10,000 of them fit in memory. */
export const ClusterFacts = z.object({
  key: z.string(),
  cluster: Cluster.omit({ cloud: true }),
  /** Names of the planes that claim it. */
  planes: z.array(z.string()),
  /** `listed`: seen by discovery tonight; `missing`: known before, not listed tonight. */
  presence: z.enum(['listed', 'missing']),
  /** For a missing one, why its scope proves nothing: failed, partial, or no longer in the fleet file. */
  scopeDoubt: z.object({ cause: Cause, detail: z.string() }).optional(),
  scopeRemoved: z.boolean(),
})
export type ClusterFacts = z.infer<typeof ClusterFacts>
