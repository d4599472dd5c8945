import { z } from 'zod'
import { CloudFacts } from './cloud-facts.ts'
import { DefinitionFacts } from './definition-facts.ts'
import { BrokerResource, MeshSyncResource } from './meshery-resource.ts'
import { Provider } from './provider.ts'
import { Review, Rights } from './rights.ts'
import { sectionOf, type Section } from './section.ts'
import { RouteFacts, ServiceFacts } from './service-facts.ts'
import { PodState, Workload } from './workload.ts'

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

/** The sections of a snapshot. A section's shape is here and nowhere else. */
const sectionValues = {
  /** The cloud's facts; failed with `undeclared` for a plain kubeconfig context. */
  cloud: CloudFacts,
  /** That we could log in: the API server is not asked for our name, only that it answers. */
  connection: z.object({
    server: z.string(),
    /** Hash of the cluster's own certificate authority, where the server proved to be certified by it. */
    authority: z.string().optional(),
  }),
  apiServer: z.object({ gitVersion: z.string() }),
  /** `group/version` of every served group; the core group is not listed. */
  apiGroups: z.array(z.string()),
  kubeSystem: z.object({ uid: z.string() }),
  nodes: NodeFacts,
  workloads: z.array(Workload),
  pods: z.array(PodState),
  brokers: z.array(BrokerResource),
  meshSyncs: z.array(MeshSyncResource),
  /** Of the groups of Meshery that are served; none where none is. */
  definitions: z.array(DefinitionFacts),
  services: z.array(ServiceFacts),
  /**
   * Of namespaces with a Broker, or a NodePort Service of the Server; else they are not asked for. `true`: a collector
   * that asked for Ingress and HTTPRoute alone.
   */
  routes: z.discriminatedUnion('asked', [
    z.object({ asked: z.literal(false) }),
    z.object({ asked: z.literal(true), routes: z.array(RouteFacts) }),
    z.object({ asked: z.literal('every-kind'), routes: z.array(RouteFacts) }),
  ]),
  leases: z.array(LeaseFacts),
  limitRanges: z.array(LimitRangeFacts),
  /** In the namespaces of Meshery's workloads. */
  crdJobs: z.array(JobFacts),
  /** Asked for where the fleet file lets the auditor (`brokerConnections`): it takes a proxy right. */
  brokerClients: z.discriminatedUnion('asked', [
    z.object({ asked: z.literal(false) }),
    z.object({ asked: z.literal(true), brokers: z.array(BrokerClients) }),
  ]),
  /** Rights by role evaluation, for every identity of Meshery and of the planes that claim the cluster. */
  rights: z.array(Rights),
  /** Rights by the API server's own authorizer. */
  reviews: z.array(Review),
} as const

export type SectionName = keyof typeof sectionValues
export type SectionValue<N extends SectionName> = z.infer<(typeof sectionValues)[N]>
export type Sections = { readonly [N in SectionName]: Section<SectionValue<N>> }

export const sectionNames = Object.keys(sectionValues) as readonly SectionName[] // Object.keys forgets its keys' type

/** Something of every section, by its name. */
export const mapSections = <T>(of: (name: SectionName) => T): { readonly [N in SectionName]: T } =>
  Object.fromEntries(sectionNames.map((name) => [name, of(name)])) as { readonly [N in SectionName]: T } // fromEntries forgets its keys' type

type SectionShapes = { readonly [N in SectionName]: z.ZodType<Section<SectionValue<N>>> }
const sectionShapes = mapSections((name) => sectionOf(sectionValues[name])) as SectionShapes // each name with its own value

/** Counters of one collection; volatile, apart from what is hashed. */
export const Counters = z.object({
  reads: z.number().int(),
  reviews: z.number().int(),
  bytes: z.number().int(),
  rounds: z.number().int(),
  retries: z.number().int(),
})
export type Counters = z.infer<typeof Counters>

/** All that was collected of one cluster at one moment: immutable, redacted. */
export const Snapshot = z.object({
  locator: z.string(),
  provider: Provider,
  /** The API server's clock where it answered, else ours. */
  takenAt: z.string(),
  sections: z.object(sectionShapes),
})
export type Snapshot = z.infer<typeof Snapshot>
