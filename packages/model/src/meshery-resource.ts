import { z } from 'zod'
import { ManagedBy } from './managed-by.ts'

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
})

/** A Broker custom resource, of `meshery.io` or the older `meshery.layer5.io`. */
export const BrokerResource = z.object({
  group: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** Absent in snapshots of older auditors, and where nothing on it decides. */
  managedBy: ManagedBy.optional(),
  terminating: z.boolean(),
  size: z.number().int(),
  service: z.object({
    type: z.string().optional(),
    annotations: z.record(z.string(), z.string()),
    loadBalancerClass: z.string().optional(),
    sourceRanges: z.array(z.string()),
    externalEndpointOverride: z.string().optional(),
  }),
  endpoint: z.object({ internal: z.string().optional(), external: z.string().optional() }),
  conditions: z.array(Condition),
})
export type BrokerResource = z.infer<typeof BrokerResource>

/** A MeshSync custom resource. `watchList` keeps the two keys as they stand: strings that hold JSON. */
export const MeshSyncResource = z.object({
  group: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** Absent in snapshots of older auditors, and where nothing on it decides. */
  managedBy: ManagedBy.optional(),
  terminating: z.boolean(),
  size: z.number().int(),
  version: z.string().optional(),
  watchList: z.object({ whitelist: z.string().optional(), blacklist: z.string().optional() }),
  /** Whether `spec.broker.custom.url` names a broker that no operator made. */
  customBroker: z.boolean().optional(),
  publishingTo: z.string().optional(),
  conditions: z.array(Condition),
})
export type MeshSyncResource = z.infer<typeof MeshSyncResource>
