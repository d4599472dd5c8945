import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { identityOfUser, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { discoveryMode } from './discovery-mode.ts'
import { ofComponent } from './meshery.ts'
import { planesOutside } from './planes-outside.ts'

/** Who lists and watches this cluster for Meshery (meshery.md §2). */
interface Discoverers {
  readonly identities: readonly Identity[]
  /** Planes that claim the cluster from outside and do not say as whom they discover. */
  readonly undeclared: readonly string[]
  /** Why no identity discovers; set only when both lists are empty. */
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
  const mode = discoveryMode(workloads, resources, planes)
  if (mode.mode === 'none') return { identities: [], undeclared: [], none: mode.because }
  const inside = accountsOf(discoveringWorkloads(workloads, resources, planes))
  const embedding = planes.filter((plane) => (plane.discovery ?? mode.mode) === 'embedded')
  const { outside, unclear } = planesOutside(embedding, workloads)
  const declared = outside.flatMap(({ discoversAs }) => (discoversAs ? [identityOfUser(discoversAs)] : []))
  const undeclared = [...outside.filter((plane) => !plane.discoversAs), ...unclear].map((plane) => plane.name)
  const identities = [...inside, ...declared]
  const none = 'operator mode without a MeshSync workload (see missing-meshsync)'
  return identities.length + undeclared.length > 0 ? { identities, undeclared } : { identities, undeclared, none }
}

/** The workloads that discover the cluster: every MeshSync, and in embedded mode the Server. */
export function discoveringWorkloads(
  workloads: readonly Workload[],
  resources: Resources,
  planes: readonly Plane[],
): readonly Workload[] {
  const embedded = discoveryMode(workloads, resources, planes).mode === 'embedded'
  return [...ofComponent(workloads, 'meshsync'), ...(embedded ? ofComponent(workloads, 'server') : [])]
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
