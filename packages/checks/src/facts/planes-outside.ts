import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { action, unknown, type Unknown } from '../outcome.ts'
import { ofComponent } from './meshery.ts'

interface PlanesOutside {
  /** They reach the cluster over the network. */
  readonly outside: readonly Plane[]
  /** One of them is the Server in the cluster, and nothing declares which. */
  readonly unclear: readonly Plane[]
}

/**
 * Which of the planes that claim a cluster are not the Server in it: those on Docker, and those that name the user of a
 * kubeconfig. Of the rest as many as there are Servers here are taken for these; where there are more, it is unclear.
 */
export function planesOutside(planes: readonly Plane[], workloads: readonly Workload[]): PlanesOutside {
  const servers = ofComponent(workloads, 'server').length
  if (servers === 0) return { outside: planes, unclear: [] }
  const outside = planes.filter(({ hosting, discoversAs }) => hosting === 'docker' || discoversAs !== undefined)
  const rest = planes.filter((plane) => !outside.includes(plane))
  return { outside, unclear: rest.length > servers ? rest : [] }
}

/** A plane of which it is not declared whether it is the Server in the cluster. */
export const unclearPlane = ({ name }: Plane): Unknown<never> =>
  unknown('undeclared', `several planes claim this cluster, and whether ${name} is the Server in it is not declared`, {
    subject: { kind: 'Plane', name },
    grant: action(
      `name planes[].discoversAs (or hosting: docker) of every plane that reaches this cluster from outside, in the fleet file`,
    ),
  })

/**
 * Whether somebody outside needs the Broker's own endpoint: a plane that is not in the cluster and has no managed
 * port-forward, or, where no plane is declared, any Server that is not here.
 */
export function needsEndpoint(planes: readonly Plane[], workloads: readonly Workload[]): boolean {
  if (planes.length === 0) return ofComponent(workloads, 'server').length === 0
  const { outside, unclear } = planesOutside(planes, workloads)
  return [...outside, ...unclear].some(({ portForward }) => !portForward)
}
