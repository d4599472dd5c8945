import { z } from 'zod'
import { Provider } from './provider.ts'

/** Nodes in aggregate; addresses are stored only as far as an exposure can be judged by them. */
export const NodeFacts = z.object({
  count: z.number().int(),
  /** The managed service that marks the nodes, where some of them were read. */
  provider: Provider.optional(),
  providerID: z.string().optional(),
  notReady: z.number().int(),
  /** How many nodes have a public address, as ExternalIP or InternalIP, and the first 20 of those addresses. */
  external: z.object({ count: z.number().int(), addresses: z.array(z.string()) }),
})

export const LeaseFacts = z.object({
  namespace: z.string(),
  name: z.string(),
  holder: z.string().optional(),
  /** Renewed within its own duration when it was read. The times themselves change every few seconds and are not stored. */
  live: z.boolean(),
})

export const LimitRangeFacts = z.object({
  namespace: z.string(),
  name: z.string(),
  /** Defaults of type Container. */
  defaultRequests: z.object({ cpu: z.string().optional(), memory: z.string().optional() }),
  defaultLimits: z.object({ cpu: z.string().optional(), memory: z.string().optional() }),
})

/** The hook Job by which the Operator's chart renews its definitions; it deletes itself when it succeeds. */
export const JobFacts = z.object({
  namespace: z.string(),
  name: z.string(),
  createdAt: z.string(),
  /** `activeDeadlineSeconds`. */
  deadlineSeconds: z.number().optional(),
  /** How it ended; absent: it has not. `reason`: `DeadlineExceeded`, `BackoffLimitExceeded`. */
  ended: z.object({ as: z.enum(['Complete', 'Failed']), reason: z.string().optional() }).optional(),
})
export type JobFacts = z.infer<typeof JobFacts>

/** Connections of one Broker by the names that MeshSync and Server give theirs. */
export const BrokerClients = z.object({
  namespace: z.string(),
  service: z.string(),
  meshSync: z.number().int(),
  server: z.number().int(),
  others: z.number().int(),
})
export type BrokerClients = z.infer<typeof BrokerClients>
