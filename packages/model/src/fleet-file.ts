import { z } from 'zod'
import { Cidr } from './address-range.ts'
import { Attestation } from './attestation.ts'
import { CollectorKey } from './collector-key.ts'
import { Federation } from './federation.ts'
import { Recognise } from './recognise.ts'
import { Retention, retentionDays } from './retention.ts'
import { Schedule } from './schedule.ts'
import { Selector, TeamRule } from './selector-shape.ts'
import { Severity } from './severity.ts'
import { SlackSettings } from './slack-settings.ts'
import { Sources } from './sources.ts'
import { Vantage } from './vantage.ts'
import { CheckId, Waiver } from './waiver.ts'

const Name = z.string().min(1)
export const Plane = z.strictObject({
  name: Name.describe('Name of the Meshery Server, which is a management plane'),
  url: z.url().optional().describe('Its external URL'),
  authority: z
    .string()
    .regex(/^-----BEGIN CERTIFICATE-----/, 'expected a certificate in PEM')
    .optional()
    .describe('Certificate (PEM) of the private authority that signed its certificate; trusted beside the public ones'),
  region: z.string().optional().describe('Cloud region it runs in'),
  coordinates: z
    .tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)])
    .optional()
    .describe('Latitude and longitude where no region says it'),
  egress: z.array(Cidr).default([]).describe('Addresses its connections come from'),
  hosting: z.enum(['docker', 'kubernetes']).optional().describe('What the Server runs on'),
  discovery: z.enum(['embedded', 'operator']).optional().describe('How it discovers clusters'),
  discoversAs: z
    .strictObject({
      user: Name.describe('Name of the user, as the API server sees it').meta({ examples: ['meshery-central'] }),
      groups: z.array(z.string()).default([]).describe('Groups of the user, beside system:authenticated'),
    })
    .optional()
    .describe('The Kubernetes user of its kubeconfig: what the API server sees, which no cluster shows'),
  redactsSecrets: z
    .boolean()
    .optional()
    .describe('Whether its Server sets MESHSYNC_REDACT_SECRETS, which no other cluster shows'),
  portForward: z
    .boolean()
    .default(true)
    .describe('Managed port-forward to the Broker (MESHERY_MANAGED_BROKER_PORTFORWARD)'),
  team: z.string().optional().describe('The people who look after it'),
  onCall: z.string().optional().describe('Where an incident of it is reported'),
  manages: z
    .array(Selector)
    .default([])
    .describe('The clusters it manages; any selector that matches claims the cluster'),
})
export type Plane = z.infer<typeof Plane>
/** As a person writes it. */
export type WrittenPlane = z.input<typeof Plane>

const Endpoint = z.strictObject({
  url: z.url().describe('Address to ask in place of the public one'),
  ca: z.string().optional().describe('PEM file of the authority that signed its certificate'),
})
/** Where the clouds' own APIs are, when not at their public addresses (proxies, private endpoints, test benches). */
export const Endpoints = z.strictObject({
  eks: Endpoint.optional().describe('Amazon EKS'),
  sts: Endpoint.optional().describe('AWS STS, which signs in to accounts'),
  organizations: Endpoint.optional().describe('AWS Organizations'),
  account: Endpoint.optional().describe('AWS Account Management, which knows the enabled regions'),
  gke: Endpoint.optional().describe('Google Kubernetes Engine'),
  googleToken: Endpoint.optional().describe('Google’s OAuth tokens'),
  googleAssets: Endpoint.optional().describe('Cloud Asset Inventory'),
  azure: Endpoint.optional().describe('Azure Resource Manager'),
  entra: Endpoint.optional().describe('Microsoft Entra ID, which signs in to Azure'),
})
export type Endpoints = z.infer<typeof Endpoints>

export const Thresholds = z.strictObject({
  latencyMediumMs: z
    .number()
    .positive()
    .default(150)
    .describe('Median round trip from a plane to an API server, ms: above this high-latency is medium'),
  latencyHighMs: z.number().positive().default(300).describe('The same, ms: above this high-latency is high'),
  unreadyMinutes: z
    .number()
    .nonnegative()
    .default(10)
    .describe('How long a workload, or the address of a load balancer, may be missing before it is a finding'),
  supportEndsDays: z
    .number()
    .int()
    .nonnegative()
    .default(60)
    .describe('How many days before the cloud’s support of a Kubernetes version ends it is a finding'),
  registries: z
    .array(Name)
    .default([])
    .describe('Registries and repositories that images may come from, beside those that publish them')
    .meta({ examples: [['registry.example.com/mirror']] }),
})
export type Thresholds = z.infer<typeof Thresholds>

export const CheckOverride = z
  .strictObject({
    check: CheckId,
    clusters: Selector.default({}).describe('Clusters it holds for; absent: every cluster'),
    severity: Severity.optional().describe('Severity in place of the check’s own'),
    skip: z.literal(true).optional().describe('The check is not applied'),
    reason: Name.describe('Why'),
  })
  .refine((o) => (o.severity !== undefined) !== (o.skip !== undefined), 'expected exactly one of severity and skip')
export type CheckOverride = z.infer<typeof CheckOverride>

/** The fleet file: one schema for the CLI and the functions. Unknown keys are errors. */
export const FleetFile = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds this schema; the auditor does not read it'),
  fleet: Name.default('fleet').describe('Name of the fleet'),
  planes: z.array(Plane).default([]).describe('The Meshery Servers, and which clusters each one manages'),
  sources: Sources.default(() => Sources.parse({})).describe('Where clusters are found'),
  vantages: z.array(Vantage).default([]).describe('Places that probes leave from'),
  recognise: Recognise.default(() => Recognise.parse({})).describe(
    'How Meshery is known where neither its labels nor its images show it',
  ),
  expectAll: z
    .boolean()
    .default(false)
    .describe('Every cluster is meant to have Meshery: one without it that no plane claims is a finding'),
  brokerConnections: z
    .boolean()
    .default(false)
    .describe(
      'Ask each Broker who is connected to it, by the API server’s proxy to its monitoring port: a right of its own, which access kubernetes then prints',
    ),
  endpoints: Endpoints.default({}).describe('The clouds’ own APIs, where they are not at their public addresses'),
  thresholds: Thresholds.default(() => Thresholds.parse({})).describe('From where on checks that measure find fault'),
  waivers: z.array(Waiver).default([]).describe('Findings that are accepted: by whom, why, until when'),
  attestations: z
    .array(Attestation)
    .default([])
    .describe('Answers of people to what no check can see: who, when, until when'),
  teams: z.array(TeamRule).default([]).describe('Who answers for which clusters; the first rule that matches'),
  teamTag: z.string().min(1).optional().describe('Cloud tag or label that names the team, where no rule matches'),
  schedule: Schedule.default(() => Schedule.parse({})).describe('When a deployment, and serve, audit the fleet'),
  slack: SlackSettings.default(() => SlackSettings.parse({})).describe('Where the digest goes'),
  federation: Federation.default({}).describe('How functions on AWS sign in to the other clouds'),
  collectors: z.array(CollectorKey).default([]).describe('Keys that may sign collected files'),
  retention: Retention.default(retentionDays).describe('How long the store retains what'),
  checks: z.array(CheckOverride).default([]).describe('Checks with another severity, or skipped'),
})
export type FleetFile = z.infer<typeof FleetFile>
/** As a person writes it: what has a default may be left out. */
export type WrittenFleetFile = z.input<typeof FleetFile>
