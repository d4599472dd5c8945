import { z } from 'zod'
import { Cidr } from './address-range.ts'
import { Provider } from './provider.ts'
import { Severity } from './severity.ts'
import { Vantage } from './vantage.ts'

const Name = z.string().min(1)
const Words = z.union([z.string(), z.array(z.string()).min(1)]).transform((w) => (Array.isArray(w) ? w : [w]))

/** Which clusters a thing is about: every key given must match; `*` in a word matches any run of characters. */
export const Selector = z.strictObject({
  cluster: Words.optional().describe('Cluster id or name, globs allowed'),
  provider: z
    .union([Provider, z.array(Provider).min(1)])
    .transform((p) => (Array.isArray(p) ? p : [p]))
    .optional(),
  region: Words.optional().describe('Cloud region, globs allowed'),
  scope: Words.optional().describe('Scope key such as aws:111122223333:eu-west-1, globs allowed'),
  labels: z.record(z.string(), z.string()).optional().describe('Cloud tags or labels, all must be equal'),
})
export type Selector = z.infer<typeof Selector>

export const Plane = z.strictObject({
  name: Name.describe('Name of the Meshery Server (plane)'),
  url: z.url().optional().describe('Its external URL'),
  region: z.string().optional().describe('Cloud region it runs in'),
  coordinates: z
    .tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)])
    .optional()
    .describe('Latitude and longitude where no region says it'),
  egress: z.array(Cidr).default([]).describe('Addresses its connections come from'),
  hosting: z.enum(['docker', 'kubernetes']).optional(),
  discovery: z.enum(['embedded', 'operator']).optional().describe('How it discovers clusters'),
  discoversAs: z
    .strictObject({ user: Name, groups: z.array(z.string()).default([]) })
    .optional()
    .describe('The Kubernetes user of its kubeconfig: what the API server sees, which no cluster shows'),
  portForward: z
    .boolean()
    .default(true)
    .describe('Managed port-forward to the Broker (MESHERY_MANAGED_BROKER_PORTFORWARD)'),
  owner: z.string().optional(),
  onCall: z.string().optional(),
  manages: z
    .array(Selector)
    .default([])
    .describe('The clusters it manages; any selector that matches claims the cluster'),
})
export type Plane = z.infer<typeof Plane>

const AwsSource = z.strictObject({
  account: z.string().regex(/^\d{12}$/, 'expected a 12-digit account id'),
  regions: z.array(z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, 'expected a region such as eu-west-1')).min(1),
  roleArn: z
    .string()
    .startsWith('arn:')
    .optional()
    .describe('Role to assume in the account; absent: the ambient credentials'),
  externalId: z.string().optional(),
})
const GcpSource = z.strictObject({ project: Name })
const AzureSource = z.strictObject({
  subscription: Name,
  tenant: z.string().optional(),
  allowLocalAccount: z
    .boolean()
    .default(false)
    .describe('Use the cluster-admin certificate of clusters without Entra ID'),
})
const KubeconfigSource = z.strictObject({
  file: z.string().optional().describe('Path; absent: KUBECONFIG or ~/.kube/config'),
  contexts: z.array(z.string()).default(['*']).describe('Context names, globs allowed'),
  provider: Provider.optional().describe('Cloud of these contexts, where the nodes and the API host do not tell'),
})

export const Sources = z.strictObject({
  aws: z.array(AwsSource).default([]),
  gcp: z.array(GcpSource).default([]),
  azure: z.array(AzureSource).default([]),
  kubeconfig: z.array(KubeconfigSource).default([]),
})

const Endpoint = z.strictObject({
  url: z.url(),
  ca: z.string().optional().describe('PEM file of the authority that signed its certificate'),
})
/** Where the clouds' own APIs are, when not at their public addresses (proxies, private endpoints, test benches). */
export const Endpoints = z.strictObject({
  eks: Endpoint.optional(),
  sts: Endpoint.optional(),
  gke: Endpoint.optional(),
  googleToken: Endpoint.optional(),
  azure: Endpoint.optional().describe('Azure Resource Manager'),
  entra: Endpoint.optional(),
})
export type Endpoints = z.infer<typeof Endpoints>

export const Thresholds = z.strictObject({
  latencyMediumMs: z.number().positive().default(150),
  latencyHighMs: z.number().positive().default(300),
  unreadyMinutes: z.number().nonnegative().default(10),
  supportEndsDays: z.number().int().nonnegative().default(60),
})
export type Thresholds = z.infer<typeof Thresholds>

export const Waiver = z.strictObject({
  check: z.string(),
  clusters: Selector.default({}).describe('Absent: every cluster'),
  subject: z.string().optional().describe('kind/namespace/name, globs allowed'),
  owner: Name,
  reason: Name,
  expires: z.iso.date(),
})
export type Waiver = z.infer<typeof Waiver>

export const CheckOverride = z
  .strictObject({
    check: z.string(),
    clusters: Selector.default({}),
    severity: Severity.optional(),
    skip: z.literal(true).optional(),
    reason: Name,
  })
  .refine((o) => (o.severity !== undefined) !== (o.skip !== undefined), 'expected exactly one of severity and skip')
export type CheckOverride = z.infer<typeof CheckOverride>

/** The fleet file: one schema for the CLI and the functions. Unknown keys are errors. */
export const FleetFile = z.strictObject({
  $schema: z.string().optional(),
  fleet: Name.default('fleet').describe('Name of the fleet'),
  planes: z.array(Plane).default([]),
  sources: Sources.default({ aws: [], gcp: [], azure: [], kubeconfig: [] }),
  vantages: z.array(Vantage).default([]),
  endpoints: Endpoints.default({}),
  thresholds: Thresholds.default(() => Thresholds.parse({})),
  waivers: z.array(Waiver).default([]),
  checks: z.array(CheckOverride).default([]),
})
export type FleetFile = z.infer<typeof FleetFile>
/** As a person writes it: what has a default may be left out. */
export type WrittenFleetFile = z.input<typeof FleetFile>
