import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { literalEnv, ofComponent } from './meshery.ts'

/** How a cluster is meant to be discovered, and why. `none`: nothing of Meshery is here and no plane claims it. */
interface DiscoveryMode {
  readonly mode: 'operator' | 'embedded' | 'none'
  readonly because: string
}

/**
 * Expected mode (checks.md, `missing-operator`): by the fleet file, else the Server's
 * MESHSYNC_DEFAULT_DEPLOYMENT_MODE, else a Broker or MeshSync resource; otherwise embedded, Meshery's default.
 */
export function discoveryMode(
  workloads: readonly Workload[],
  resources: readonly (BrokerResource | MeshSyncResource)[],
  planes: readonly Plane[],
): DiscoveryMode {
  const declared = planes.find((plane) => plane.discovery)
  if (declared?.discovery) return { mode: declared.discovery, because: `plane ${declared.name} declares it` }
  for (const server of ofComponent(workloads, 'server')) {
    const value = literalEnv(server, 'MESHSYNC_DEFAULT_DEPLOYMENT_MODE')
    if (value) {
      const mode = value === 'operator' ? 'operator' : 'embedded'
      return { mode, because: `MESHSYNC_DEFAULT_DEPLOYMENT_MODE=${value} on ${server.namespace}/${server.name}` }
    }
  }
  const resource = resources[0]
  if (resource) return { mode: 'operator', because: `custom resource ${resource.namespace}/${resource.name}` }
  const components = workloads.filter((w) => w.component !== 'server' && w.component !== 'adapter')
  if (components[0]) {
    return { mode: 'operator', because: `${components[0].kind} ${components[0].namespace}/${components[0].name}` }
  }
  if (workloads.length === 0 && planes.length === 0) {
    return { mode: 'none', because: 'no Meshery here, and no plane claims it' }
  }
  return { mode: 'embedded', because: 'Meshery discovers in embedded mode unless its settings say otherwise' }
}
