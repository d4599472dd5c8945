import { z } from 'zod'
import { Cidr } from './address-range.ts'
import { CollectorKey } from './collector-key.ts'
import { Federation } from './federation.ts'
import { TeamRule } from './team-rule.ts'
import { Schedule } from './schedule.ts'
import { Selector } from './selector-shape.ts'
import { Severity } from './severity.ts'
import { SlackSettings } from './slack-settings.ts'
import { Sources } from './sources.ts'
import { Vantage } from './vantage.ts'

const Name = z.string().min(1)
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
  team: z.string().optional(),
  onCall: z.string().optional(),
  manages: z
    .array(Selector)
    .default([])
    .describe('The clusters it manages; any selector that matches claims the cluster'),
})
export type Plane = z.infer<typeof Plane>
/** As a person writes it. */
export type WrittenPlane = z.input<typeof Plane>

const Endpoint = z.strictObject({
  url: z.url(),
  ca: z.string().optional().describe('PEM file of the authority that signed its certificate'),
})
/** Where the clouds' own APIs are, when not at their public addresses (proxies, private endpoints, test benches). */
export const Endpoints = z.strictObject({
  eks: Endpoint.optional(),
  sts: Endpoint.optional(),
  organizations: Endpoint.optional().describe('AWS Organizations'),
  account: Endpoint.optional().describe('AWS Account Management, which knows the enabled regions'),
  gke: Endpoint.optional(),
  googleToken: Endpoint.optional(),
  googleAssets: Endpoint.optional().describe('Cloud Asset Inventory'),
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
  sources: Sources.default(() => Sources.parse({})),
  vantages: z.array(Vantage).default([]),
  endpoints: Endpoints.default({}),
  thresholds: Thresholds.default(() => Thresholds.parse({})),
  waivers: z.array(Waiver).default([]),
  teams: z.array(TeamRule).default([]).describe('Who answers for which clusters; the first rule that matches'),
  teamTag: z.string().min(1).optional().describe('Cloud tag or label that names the team, where no rule matches'),
  schedule: Schedule.default(() => Schedule.parse({})),
  slack: SlackSettings.default(() => SlackSettings.parse({})),
  federation: Federation.default({}),
  collectors: z.array(CollectorKey).default([]).describe('Keys that may sign collected files'),
  checks: z.array(CheckOverride).default([]),
})
export type FleetFile = z.infer<typeof FleetFile>
/** As a person writes it: what has a default may be left out. */
export type WrittenFleetFile = z.input<typeof FleetFile>
