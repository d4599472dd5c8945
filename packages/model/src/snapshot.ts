import { z } from 'zod'
import { CloudFacts } from './cloud-facts.ts'
import { DefinitionFacts } from './definition-facts.ts'
import { BrokerResource, MeshSyncResource } from './meshery-resource.ts'
import { BrokerClients, JobFacts, LeaseFacts, LimitRangeFacts, NodeFacts } from './object-facts.ts'
import { mayList, type RoleRule } from './policy-rule.ts'
import { Provider } from './provider.ts'
import { Review, Rights } from './rights.ts'
import { sectionOf, type Section } from './section.ts'
import { RouteFacts, ServiceFacts } from './service-facts.ts'
import { PodState, Workload } from './workload.ts'

interface SectionEntry<T extends z.ZodType> {
  readonly value: T
  /** What the auditor's ClusterRole allows for it. */
  readonly rights: readonly RoleRule[]
}

const section = <T extends z.ZodType>(value: T, ...rights: RoleRule[]): SectionEntry<T> => ({ value, rights })

/**
 * The sections of a snapshot: the shape of each, and the rights that collecting it uses, no more. What every
 * authenticated identity may read (/version, /apis) takes none. The collector's tests hold the rights against what is
 * asked: the section fails when one of its rights is taken away, and works with exactly these.
 */
const sections = {
  /** The cloud's facts; failed with `undeclared` for a plain kubeconfig context. */
  cloud: section(CloudFacts),
  /** That we could log in: the API server is not asked for our name, only that it answers. */
  connection: section(
    z.object({
      server: z.string(),
      /** Hash of the cluster's own certificate authority, where the server proved to be certified by it. */
      authority: z.string().optional(),
    }),
  ),
  apiServer: section(z.object({ gitVersion: z.string() })),
  /** `group/version` of every served group; the core group is not listed. */
  apiGroups: section(z.array(z.string())),
  kubeSystem: section(z.object({ uid: z.string() }), {
    apiGroups: [''],
    resources: ['namespaces'],
    resourceNames: ['kube-system'],
    verbs: ['get'],
  }),
  nodes: section(NodeFacts, mayList('', 'nodes')),
  workloads: section(
    z.array(Workload),
    mayList('apps', 'deployments', 'statefulsets'),
    // Only where its group is served, for a Server that runs as a Rollout.
    mayList('argoproj.io', 'rollouts'),
  ),
  pods: section(z.array(PodState), mayList('', 'pods')),
  brokers: section(z.array(BrokerResource), mayList('meshery.io', 'brokers'), mayList('meshery.layer5.io', 'brokers')),
  meshSyncs: section(
    z.array(MeshSyncResource),
    mayList('meshery.io', 'meshsyncs'),
    mayList('meshery.layer5.io', 'meshsyncs'),
  ),
  /** Of the groups of Meshery that are served; none where none is. */
  definitions: section(z.array(DefinitionFacts), {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    resourceNames: ['brokers', 'meshsyncs'].flatMap((plural) =>
      ['meshery.io', 'meshery.layer5.io'].map((group) => `${plural}.${group}`),
    ),
    verbs: ['get'],
  }),
  services: section(z.array(ServiceFacts), mayList('', 'services')),
  /**
   * Of namespaces with a Broker, or a NodePort Service of the Server; else they are not asked for. `true`: a collector
   * that asked for Ingress and HTTPRoute alone.
   */
  routes: section(
    z.discriminatedUnion('asked', [
      z.object({ asked: z.literal(false) }),
      z.object({ asked: z.literal(true), routes: z.array(RouteFacts) }),
      z.object({ asked: z.literal('every-kind'), routes: z.array(RouteFacts) }),
    ]),
    mayList('networking.k8s.io', 'ingresses'),
    mayList('gateway.networking.k8s.io', 'gateways', 'httproutes', 'tcproutes', 'tlsroutes'),
    mayList('traefik.io', 'ingressroutes', 'ingressroutetcps', 'traefikservices'),
    mayList('traefik.containo.us', 'ingressroutes', 'ingressroutetcps', 'traefikservices'),
    mayList('projectcontour.io', 'httpproxies'),
    mayList('networking.istio.io', 'virtualservices'),
    mayList('route.openshift.io', 'routes'),
    mayList('elbv2.k8s.aws', 'targetgroupbindings'),
    mayList('eks.amazonaws.com', 'targetgroupbindings'),
    mayList('networking.gke.io', 'serviceattachments'),
    // What ingress-nginx leads to Brokers: its controllers name the ConfigMap, which has one of these names by default.
    mayList('apps', 'daemonsets', 'deployments'),
    {
      apiGroups: [''],
      resources: ['configmaps'],
      resourceNames: ['ingress-nginx-tcp', 'tcp-services'],
      verbs: ['get', 'list'],
    },
  ),
  leases: section(z.array(LeaseFacts), mayList('coordination.k8s.io', 'leases')),
  limitRanges: section(z.array(LimitRangeFacts), mayList('', 'limitranges')),
  /** In the namespaces of Meshery's workloads. */
  crdJobs: section(z.array(JobFacts), { ...mayList('batch', 'jobs'), resourceNames: ['meshery-operator-crd-update'] }),
  /**
   * Asked for where the fleet file lets the auditor (`brokerConnections`): it takes a proxy right, which the role has
   * only there (audit/access/kubernetes-role.ts).
   */
  brokerClients: section(
    z.discriminatedUnion('asked', [
      z.object({ asked: z.literal(false) }),
      z.object({ asked: z.literal(true), brokers: z.array(BrokerClients) }),
    ]),
  ),
  /** Rights by role evaluation, for every identity of Meshery and of the planes that claim the cluster. */
  rights: section(z.array(Rights), mayList('rbac.authorization.k8s.io', 'clusterrolebindings', 'rolebindings'), {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles', 'roles'],
    verbs: ['get'],
  }),
  /** Rights by the API server's own authorizer. */
  reviews: section(z.array(Review), {
    apiGroups: ['authorization.k8s.io'],
    resources: ['subjectaccessreviews'],
    verbs: ['create'],
  }),
} as const

export type SectionName = keyof typeof sections
export type SectionValue<N extends SectionName> = z.infer<(typeof sections)[N]['value']>
export type Sections = { readonly [N in SectionName]: Section<SectionValue<N>> }

export const sectionNames = Object.keys(sections) as readonly SectionName[] // Object.keys forgets its keys' type

/** Something of every section, by its name. */
export const mapSections = <T>(of: (name: SectionName) => T): { readonly [N in SectionName]: T } =>
  Object.fromEntries(sectionNames.map((name) => [name, of(name)])) as { readonly [N in SectionName]: T } // fromEntries forgets its keys' type

type SectionShapes = { readonly [N in SectionName]: z.ZodType<Section<SectionValue<N>>> }
const sectionShapes = mapSections((name) => sectionOf(sections[name].value)) as SectionShapes // each name with its own value

/** The rights that collecting each section uses. */
export const sectionRights = mapSections((name) => sections[name].rights)

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
