import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { identityOfUser, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { discoveryMode } from './discovery-mode.ts'
import { ofComponent } from './meshery.ts'
import { planesOutside } from './planes-outside.ts'

/** Who lists and watches this cluster for Meshery (meshery.md §2). */
interface Discoverers {
  /** Workloads here that discover it: every MeshSync, and the Server where it discovers in embedded mode. */
  readonly workloads: readonly Workload[]
  /** Planes that discover it from outside, or may: which of several planes is the Server here may be undeclared. */
  readonly planes: readonly Plane[]
  readonly identities: readonly Identity[]
  /** Those of the planes that do not declare as whom they discover. */
  readonly undeclared: readonly string[]
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
  const { mode, because } = discoveryMode(workloads, resources, planes)
  if (mode === 'none') return { workloads: [], planes: [], identities: [], undeclared: [], none: because }
  const embedding = planes.filter((plane) => (plane.discovery ?? mode) === 'embedded')
  const { outside, unclear } = planesOutside(embedding, workloads)
  const isServerDiscovering = mode === 'embedded' || embedding.some((plane) => !outside.includes(plane))
  const inside = [
    ...ofComponent(workloads, 'meshsync'),
    ...(isServerDiscovering ? ofComponent(workloads, 'server') : []),
  ]
  const declared = outside.flatMap(({ discoversAs }) => (discoversAs ? [identityOfUser(discoversAs)] : []))
  const undeclared = [...outside.filter((plane) => !plane.discoversAs), ...unclear].map(({ name }) => name)
  const found = { workloads: inside, planes: [...outside, ...unclear] }
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
