import { z } from 'zod'
import { Cause } from './cause.ts'
import { ClusterSettings } from './cluster-settings.ts'
import { Cluster } from './cluster.ts'
import { Presence } from './presence.ts'

/** What fleet checks need of one cluster: at most 1 KB, so that 10,000 of them fit in memory. */
export const ClusterFacts = z.object({
  key: z.string(),
  cluster: Cluster.omit({ cloud: true }),
  /** Names of the planes that claim it. */
  planes: z.array(z.string()),
  /** `listed`: seen by discovery in this run; `missing`: known before, not listed in this run. */
  listing: z.enum(['listed', 'missing']),
  /** Whether Meshery is in it; absent: no run has read it. */
  presence: Presence.optional(),
  /** How its Meshery is set up; absent: it was not read in this run. */
  settings: ClusterSettings.optional(),
  /** For a missing one, why its scope proves nothing: failed, partial, or no longer in the fleet file. */
  scopeDoubt: z.object({ cause: Cause, detail: z.string() }).optional(),
  scopeRemoved: z.boolean(),
})
export type ClusterFacts = z.infer<typeof ClusterFacts>
