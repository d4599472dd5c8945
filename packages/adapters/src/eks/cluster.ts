import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { clusterId } from '@fleet-auditor/model/cluster-id.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import { type EksRecord, hasPublicEndpoint, isRunning } from './cluster-record.ts'
import type { SupportCalendar } from './support-dates.ts'

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

export function eksFactsOf(record: EksRecord, region: string, calendar: SupportCalendar): CloudFacts {
  const createdAt = record.createdAt?.toISOString()
  const access = record.resourcesVpcConfig
  const cidrs = access?.publicAccessCidrs ?? []
  return {
    status: record.status,
    running: isRunning(record),
    region,
    version: record.version || undefined,
    ...(createdAt ? { createdAt, life: createdAt } : {}),
    endpoint: {
      public: hasPublicEndpoint(record),
      private: access?.endpointPrivateAccess ?? false,
      authorizedRanges: cidrs.length > 0 ? cidrs : null,
      externalDns: false,
    },
    support: {
      extended: record.upgradePolicy?.supportType === 'EXTENDED',
      ...calendar.get(record.version ?? ''),
    },
    autopilot: record.computeConfig?.enabled === true,
    labels: record.tags ?? {},
  }
}
