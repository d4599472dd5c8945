import type { Discovery } from '@fleet-auditor/audit/ports/discovery.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { clusterId } from '@fleet-auditor/model/cluster-id.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { createClusterManager, type GkeOptions } from './cluster-manager.ts'
import { controlPlaneOf, type GkeRecord } from './cluster-record.ts'
import { googleFailure, isApiOff } from './google-failure.ts'

/** States in which the API server answers; RECONCILING is an upgrade or resize, DEGRADED a fault of some part. */
const running = new Set(['RUNNING', 'RECONCILING', 'DEGRADED'])

function gkeClusterOf(record: GkeRecord, scope: ScopeOf<'gke'>, at: string): Cluster {
  return {
    id: clusterId({ from: 'gke', project: scope.project, location: record.location, name: record.name }),
    locator: `projects/${scope.project}/locations/${record.location}/clusters/${record.name}`,
    name: record.name,
    provider: 'gke',
    scope: scopeKey(scope),
    region: regionOf(record.location),
    labels: record.resourceLabels ?? {},
    cloud: collected(cloudFactsOf(record), at),
  }
}

function cloudFactsOf(record: GkeRecord): CloudFacts {
  const plane = controlPlaneOf(record)
  return {
    status: record.status,
    running: running.has(record.status),
    region: regionOf(record.location),
    version: record.currentMasterVersion || undefined,
    createdAt: record.createTime || undefined,
    life: record.id || undefined,
    endpoint: {
      public: plane.publicIp !== undefined,
      private: plane.privateIp !== undefined,
      authorizedRanges: plane.authorizedRanges === null ? null : [...plane.authorizedRanges],
      googleAddresses: plane.googleAddresses,
      externalDns: plane.dns?.external === true,
    },
    support: { extended: record.releaseChannel?.channel === 'EXTENDED' },
    autopilot: record.autopilot?.enabled === true,
    labels: record.resourceLabels ?? {},
  }
}

/** A zonal cluster's location is its zone: `europe-west1-b`. */
const regionOf = (location: string): string => location.replace(/-[a-z]$/, '')

/** Lists a project's clusters of all locations in one read; locations that did not answer are `unseen`. */
export function createGkeDiscovery(options: GkeOptions): Discovery<'gke'> {
  const manager = createClusterManager(options)
  return {
    async discover(scope, signal) {
      try {
        const { clusters, missingZones } = await manager.list(scope.project, signal)
        const at = options.now()
        const found = (clusters ?? []).map((record) => gkeClusterOf(record, scope, at))
        return collected({ clusters: found, unseen: missingZones ?? [] }, at)
      } catch (error) {
        // Where the API is off there can be no cluster.
        if (isApiOff(error)) return collected({ clusters: [], unseen: [] }, options.now())
        return googleFailure(error, `project ${scope.project}`, 'container.clusters.list', signal)
      }
    },
  }
}
