import { isIP } from 'node:net'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { clusterId } from '@fleet-auditor/model/cluster-id.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'

const Text = z
  .string()
  .nullish()
  .transform((text) => (text ? text : undefined))

/** An ARM id's letters differ in case from one answer to the next. */
const clusterPath =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.containerservice\/managedclusters\/[^/]+$/i

/** The fields of a managed cluster that are used, as `@azure/arm-containerservice` gives them (renamed, flattened). */
export const AksRecord = z.object({
  id: z.string().regex(clusterPath, 'expected the ARM id of a managed cluster'),
  name: z.string().min(1),
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).nullish(),
  systemData: z.object({ createdAt: z.date().nullish() }).nullish(),
  provisioningState: Text,
  powerState: z.object({ code: Text }).nullish(),
  kubernetesVersion: Text,
  currentKubernetesVersion: Text,
  fqdn: Text,
  privateFqdn: Text,
  supportPlan: Text,
  resourceUID: Text,
  disableLocalAccounts: z.boolean().nullish(),
  aadProfile: z.object({ tenantID: Text }).nullish(),
  apiServerAccessProfile: z
    .object({ enablePrivateCluster: z.boolean().nullish(), authorizedIPRanges: z.array(z.string()).nullish() })
    .nullish(),
})
export type AksRecord = z.infer<typeof AksRecord>

/** ARM ids differ in case from one answer to the next: the locator is in lower case. */
export function aksClusterOf(record: AksRecord, scope: ScopeOf<'aks'>, at: string): Cluster {
  const region = regionOf(record)
  // /subscriptions/<subscription>/resourcegroups/<group>/providers/microsoft.containerservice/managedclusters/<name>
  const [, , subscription = '', , group = '', , , , name = ''] = record.id.split('/')
  return {
    id: clusterId({ from: 'aks', subscription, group, name }),
    locator: record.id.toLowerCase(),
    name: record.name,
    provider: 'aks',
    scope: scopeKey(scope),
    region,
    labels: record.tags ?? {},
    cloud: collected(cloudFactsOf(record, region), at),
  }
}

function cloudFactsOf(record: AksRecord, region: string): CloudFacts {
  const version = record.currentKubernetesVersion ?? record.kubernetesVersion
  const createdAt = record.systemData?.createdAt?.toISOString()
  const isPrivate = record.apiServerAccessProfile?.enablePrivateCluster === true
  return {
    status: `${record.provisioningState ?? 'Unknown'}/${record.powerState?.code ?? 'Unknown'}`,
    running: isRunning(record),
    region,
    version: version || undefined,
    createdAt: createdAt || undefined,
    life: record.resourceUID || undefined,
    endpoint: {
      // A public FQDN of a private cluster resolves to a private address: it opens nothing.
      public: !isPrivate,
      private: isPrivate,
      authorizedRanges: authorizedRangesOf(record),
      externalDns: false,
    },
    support: { extended: record.supportPlan === 'AKSLongTermSupport' },
    autopilot: false,
    labels: record.tags ?? {},
  }
}

const absent = new Set(['Creating', 'Deleting'])

/** A failed update leaves the API server up; only a stop, or a cluster that is being made or deleted, means that it is down. */
const isRunning = ({ powerState, provisioningState }: AksRecord): boolean =>
  (powerState?.code ?? 'Running') === 'Running' && !absent.has(provisioningState ?? '')

/** No ranges restrict nothing; `0.0.0.0/32` is Azure's way to authorize only the cluster's own outbound address. */
function authorizedRangesOf({ apiServerAccessProfile }: AksRecord): string[] | null {
  const ranges = apiServerAccessProfile?.authorizedIPRanges ?? []
  if (ranges.length === 0) return null
  return ranges.filter((range) => range !== '0.0.0.0/32').map((range) => withMask(range))
}

function withMask(range: string): string {
  if (range.includes('/') || isIP(range) === 0) return range
  return range.includes(':') ? `${range}/128` : `${range}/32`
}

/** ARM writes `westeurope` or `West Europe`. */
const regionOf = ({ location }: AksRecord): string => location.toLowerCase().replaceAll(' ', '')
