import type { Discovery } from '@fleet-auditor/audit/ports/discovery.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { createClusterManager, type GkeOptions } from './cluster-manager.ts'
import { gkeClusterOf } from './cluster.ts'
import { googleFailure, isApiOff } from './google-failure.ts'

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
