import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { identityOfUser, identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { discoveryMode } from './discovery-mode.ts'
import { ofComponent } from './meshery.ts'

/** Who lists and watches this cluster for Meshery (meshery.md §2). */
interface Discoverers {
  readonly identities: readonly Identity[]
  /** Planes that claim the cluster from outside and do not say as whom they discover. */
  readonly undeclared: readonly string[]
  /** Why no identity discovers; set only when both lists are empty. */
  readonly none?: string
}

/**
 * Operator mode: MeshSync's ServiceAccount. Embedded: the in-cluster Server's own, and for every plane that claims the
 * cluster from outside the user of its kubeconfig, which no cluster shows (`discoversAs`).
 */
export function discoverers(
  workloads: readonly Workload[],
  resources: readonly (BrokerResource | MeshSyncResource)[],
  planes: readonly Plane[],
): Discoverers {
  const mode = discoveryMode(workloads, resources, planes)
  if (mode.mode === 'none') return { identities: [], undeclared: [], none: mode.because }
  if (mode.mode === 'operator') {
    const identities = accountsOf(ofComponent(workloads, 'meshsync'))
    if (identities.length > 0) return { identities, undeclared: [] }
    return {
      identities: [],
      undeclared: [],
      none: 'operator mode without a MeshSync workload (see missing-meshsync)',
    }
  }
  const servers = accountsOf(ofComponent(workloads, 'server'))
  const declared = planes.flatMap(({ discoversAs }) => (discoversAs ? [identityOfUser(discoversAs)] : []))
  const remote = servers.length > 0 ? [] : planes.filter((plane) => !plane.discoversAs).map((plane) => plane.name)
  return { identities: [...servers, ...declared], undeclared: remote }
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
