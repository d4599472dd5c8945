import type { Discovery } from '@fleet-auditor/audit/ports/discovery.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import type { AksOptions } from './arm.ts'
import { azureFailure } from './azure-failure.ts'
import { aksClusterOf } from './cluster.ts'
import { createManagedClusters } from './managed-clusters.ts'

/** Lists a subscription's clusters page by page to the end; a page that fails fails the listing. */
export function createAksDiscovery(options: AksOptions): Discovery<'aks'> {
  const clusters = createManagedClusters(options)
  return {
    async discover(scope, signal) {
      try {
        const records = await clusters.list(scope, signal)
        const at = options.now()
        return collected({ clusters: records.map((record) => aksClusterOf(record, scope, at)), unseen: [] }, at)
      } catch (error) {
        return azureFailure(error, `subscription ${scope.subscription}`, signal)
      }
    },
  }
}
