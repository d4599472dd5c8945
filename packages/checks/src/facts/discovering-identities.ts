import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { identityOfUser, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import type { Unknown } from '../outcome.ts'
import { discoveryMode } from './discovery-mode.ts'
import { ofComponent } from './meshery.ts'
import { planesOutside } from './planes-outside.ts'
import { undeclaredPlane } from './planes/undeclared-plane.ts'

/** Who lists and watches this cluster for Meshery (meshery.md §2). */
interface Discoverers {
  /** Workloads here that discover it: every MeshSync, and the Server where it discovers in embedded mode. */
  readonly workloads: readonly Workload[]
  /** Planes that discover it from outside, or may: which of several planes is the Server here may be undeclared. */
  readonly planes: readonly Plane[]
  readonly identities: readonly Identity[]
  /** One for each of the planes that does not declare as whom it discovers, and `unread`. */
  readonly undeclared: readonly Unknown<never>[]
  /** Whether the Server in the cluster discovers it is configured where it cannot be read. */
  readonly unread?: Unknown<never>
  /** Who discovers if so: of neither it is known. */
  readonly doubtful: readonly Identity[]
  /** Why nothing discovers; set only where there is neither workload nor plane. */
  readonly none?: string
}

type Resources = readonly (BrokerResource | MeshSyncResource)[]

/**
 * A MeshSync that is there always discovers, as its own ServiceAccount. In embedded mode the Server in the cluster does,
 * as its own, and every plane that claims the cluster from outside does as the user of its kubeconfig, which no cluster
 * shows (`discoversAs`).
 */
export function discoverers(
  workloads: readonly Workload[],
  resources: Resources,
  planes: readonly Plane[],
): Discoverers {
  const { mode, because, unread } = discoveryMode(workloads, resources, planes)
  if (mode === 'none') {
    return { workloads: [], planes: [], identities: [], undeclared: [], doubtful: [], none: because }
  }
  const embedding = planes.filter((plane) => (plane.discovery ?? mode) === 'embedded')
  const { outside, unclear } = planesOutside(embedding, workloads)
  const isServerDiscovering = !unread && (mode === 'embedded' || embedding.some((plane) => !outside.includes(plane)))
  const servers = ofComponent(workloads, 'server')
  const inside = [...ofComponent(workloads, 'meshsync'), ...(isServerDiscovering ? servers : [])]
  const declared = outside.flatMap(({ discoversAs }) => (discoversAs ? [identityOfUser(discoversAs)] : []))
  const unnamed = [...outside.filter((plane) => !plane.discoversAs), ...unclear].map(({ name }) =>
    undeclaredPlane(name),
  )
  const undeclared = unread ? [...unnamed, unread] : unnamed
  const found = {
    workloads: inside,
    planes: [...outside, ...unclear],
    unread,
    doubtful: unread ? accountsOf(servers) : [],
  }
  const none = 'operator mode without a MeshSync workload (see missing-meshsync)'
  const identities = [...accountsOf(inside), ...declared]
  return { ...found, identities, undeclared, none: identities.length + undeclared.length > 0 ? undefined : none }
}

/** The distinct ServiceAccounts of some workloads. */
export function accountsOf(workloads: readonly Workload[]): Identity[] {
  const accounts = new Map<string, Identity>()
  for (const { namespace, serviceAccount } of workloads) {
    const identity: Identity = { kind: 'service-account', namespace, name: serviceAccount }
    accounts.set(identityUser(identity), identity)
  }
  return [...accounts.values()]
}
