import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { clusterId } from '@fleet-auditor/model/cluster-id.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import type { SupportCalendar } from './support-dates.ts'

/** The fields of an EKS cluster that are used, as the SDK gives them. Old clusters lack most of them. */
export const EksRecord = z.object({
  name: z.string().min(1),
  id: z.string().optional(),
  status: z.string(),
  version: z.string().optional(),
  createdAt: z.date().optional(),
  endpoint: z.string().optional(),
  certificateAuthority: z.object({ data: z.string().optional() }).optional(),
  resourcesVpcConfig: z
    .object({
      endpointPublicAccess: z.boolean().optional(),
      endpointPrivateAccess: z.boolean().optional(),
      publicAccessCidrs: z.array(z.string()).optional(),
    })
    .optional(),
  upgradePolicy: z.object({ supportType: z.string().optional() }).optional(),
  computeConfig: z.object({ enabled: z.boolean().optional() }).optional(),
  outpostConfig: z.unknown().optional(),
  tags: z.record(z.string(), z.string()).optional(),
})
export type EksRecord = z.infer<typeof EksRecord>

export const EksNames = z.array(z.string().min(1))

/** Whether the API server has a public address. A payload of 2018 does not say: there was no other kind then. */
export const hasPublicEndpoint = (record: EksRecord): boolean => record.resourcesVpcConfig?.endpointPublicAccess ?? true

/** States in which the API server answers; UPDATING is rolled over node by node. */
const running = new Set(['ACTIVE', 'UPDATING'])

export const isRunning = (record: EksRecord): boolean => running.has(record.status)

export const eksClusterOf = (
  name: string,
  arn: string,
  scope: ScopeOf<'eks'>,
  cloud: Section<CloudFacts>,
): Cluster => ({
  id: clusterId({ from: 'eks', account: scope.account, region: scope.region, name }),
  locator: arn,
  name,
  provider: 'eks',
  scope: scopeKey(scope),
  region: scope.region,
  labels: cloud.status === 'collected' ? cloud.value.labels : {},
  cloud,
})

export function eksFactsOf(record: EksRecord, region: string, calendar: Section<SupportCalendar>): CloudFacts {
  const createdAt = record.createdAt?.toISOString()
  const access = record.resourcesVpcConfig
  const cidrs = access?.publicAccessCidrs ?? []
  return {
    status: record.status,
    running: isRunning(record),
    region,
    version: record.version || undefined,
    createdAt,
    life: createdAt,
    endpoint: {
      public: hasPublicEndpoint(record),
      private: access?.endpointPrivateAccess ?? false,
      authorizedRanges: cidrs.length > 0 ? cidrs : null,
      externalDns: false,
    },
    support: {
      extended: record.upgradePolicy?.supportType === 'EXTENDED',
      ...(calendar.status === 'failed' ? { unread: calendar } : calendar.value.get(record.version ?? '')),
    },
    autopilot: record.computeConfig?.enabled === true,
    labels: record.tags ?? {},
  }
}
