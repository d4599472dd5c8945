import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { notApplicable, nothingHere, type NotApplicable } from '../outcome.ts'
import { literalEnv, ofComponent } from './meshery.ts'

/** How a cluster is meant to be discovered, and why. `none`: nothing of Meshery is here and no plane claims it. */
interface DiscoveryMode {
  readonly mode: 'operator' | 'embedded' | 'none'
  readonly because: string
  /** By the fleet file, whatever is seen. */
  readonly declared?: true
}

/**
 * Expected mode (checks.md, `missing-operator`): operator where any plane of the fleet file declares it, embedded where
 * all that declare one do; else operator where a Broker or MeshSync resource, or a component of the operator's, is
 * there; else the Server's MESHSYNC_DEFAULT_DEPLOYMENT_MODE, which is the default of new connections only; otherwise
 * embedded, Meshery's default.
 */
export function discoveryMode(
  workloads: readonly Workload[],
  resources: readonly (BrokerResource | MeshSyncResource)[],
  planes: readonly Plane[],
): DiscoveryMode {
  const declared = planes.find(({ discovery }) => discovery === 'operator') ?? planes.find(({ discovery }) => discovery)
  if (declared?.discovery) {
    return { mode: declared.discovery, because: `plane ${declared.name} declares it`, declared: true }
  }
  const [resource] = resources
  if (resource) return { mode: 'operator', because: `custom resource ${resource.namespace}/${resource.name}` }
  const component = workloads.find((each) => each.component !== 'server' && each.component !== 'adapter')
  if (component) {
    return { mode: 'operator', because: `${component.kind} ${component.namespace}/${component.name}` }
  }
  for (const server of ofComponent(workloads, 'server')) {
    const value = literalEnv(server, 'MESHSYNC_DEFAULT_DEPLOYMENT_MODE')
    if (value) {
      const mode = value === 'operator' ? 'operator' : 'embedded'
      return { mode, because: `MESHSYNC_DEFAULT_DEPLOYMENT_MODE=${value} on ${server.namespace}/${server.name}` }
    }
  }
  if (workloads.length === 0 && planes.length === 0) {
    return { mode: 'none', because: 'no Meshery here, and no plane claims it' }
  }
  return { mode: 'embedded', because: 'Meshery discovers in embedded mode unless its settings say otherwise' }
}

/** Why a check of operator mode has nothing to judge; of a mode that nothing declares only as far as something is seen. */
export const otherMode = ({ mode, because, declared }: DiscoveryMode): NotApplicable =>
  (declared ? notApplicable : nothingHere)(`${mode} mode: ${because}`)
