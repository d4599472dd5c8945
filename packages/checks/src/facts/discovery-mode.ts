import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { notApplicable, nothingHere, type NotApplicable, type Unknown } from '../outcome.ts'
import { ofComponent } from './meshery.ts'
import { serverEnv } from './workload/server-env.ts'

/** How a cluster is meant to be discovered, and why. `none`: nothing of Meshery is here and no plane claims it. */
interface DiscoveryMode {
  readonly mode: 'operator' | 'embedded' | 'none'
  readonly because: string
  /** By the fleet file, whatever is seen. */
  readonly declared?: true
  /** Only the Server's variable would decide, and it cannot be read; `mode` is then Meshery's default. */
  readonly unread?: Unknown<never>
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
  const configured = modeOfServer(workloads)
  if (configured) return configured
  if (workloads.length === 0 && planes.length === 0) {
    return { mode: 'none', because: 'no Meshery here, and no plane claims it' }
  }
  return { mode: 'embedded', because: 'Meshery discovers in embedded mode unless its settings say otherwise' }
}

/** By the first Server whose variable names a mode, else by one whose variable cannot be read. */
function modeOfServer(workloads: readonly Workload[]): DiscoveryMode | undefined {
  let unread: Unknown<never> | undefined
  for (const server of ofComponent(workloads, 'server')) {
    const variable = serverEnv(server, 'MESHSYNC_DEFAULT_DEPLOYMENT_MODE')
    if ('verdict' in variable) {
      unread ??= variable
    } else if (variable.value !== undefined) {
      const mode = variable.value === 'operator' ? 'operator' : 'embedded'
      const at = `${server.namespace}/${server.name}`
      return { mode, because: `MESHSYNC_DEFAULT_DEPLOYMENT_MODE=${variable.value} on ${at}` }
    }
  }
  return unread && { mode: 'embedded', because: unread.detail, unread }
}

/** Why a check of operator mode has nothing to judge; of a mode that nothing declares only as far as something is seen. */
export const otherMode = ({ mode, because, declared, unread }: DiscoveryMode): NotApplicable | Unknown<never> =>
  unread ?? (declared ? notApplicable : nothingHere)(`${mode} mode: ${because}`)
