import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { clusterId } from '@fleet-auditor/model/cluster-id.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import type { AksRecord } from './cluster-record.ts'

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

/** A failed update leaves the API server up; only ARM's word of a stop or of no cluster yet tells that it is down. */
const isRunning = ({ powerState, provisioningState }: AksRecord): boolean =>
  (powerState?.code ?? 'Running') === 'Running' && !absent.has(provisioningState ?? '')

/** No ranges restrict nothing; `0.0.0.0/32` is Azure's way to authorize nobody but the cluster's own outbound address. */
function authorizedRangesOf({ apiServerAccessProfile }: AksRecord): string[] | null {
  const ranges = apiServerAccessProfile?.authorizedIPRanges ?? []
  if (ranges.length === 0) return null
  return ranges.filter((range) => range !== '0.0.0.0/32').map((range) => withMask(range))
}

function withMask(range: string): string {
  if (range.includes('/')) return range
  return range.includes(':') ? `${range}/128` : `${range}/32`
}

/** ARM says `westeurope` or `West Europe`. */
const regionOf = ({ location }: AksRecord): string => location.toLowerCase().replaceAll(' ', '')
