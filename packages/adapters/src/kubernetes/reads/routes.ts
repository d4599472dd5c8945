import type { Section } from '@fleet-auditor/model/section.ts'
import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages } from '../client/list-pages.ts'
import { resources, type Round } from '../client/resource-request.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { selects } from '../projections/pod-projection.ts'
import { projectHttpRoute, projectIngress } from '../projections/route-projection.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'
import { combine, concat } from './combine-sections.ts'
import type { ServedGroup } from './first-round.ts'
import { isAbsent } from './meshery-resources.ts'

type Routes = SectionValue<'routes'>

const gatewayGroup = 'gateway.networking.k8s.io'

interface RoutesDependOn {
  /** Workloads whose namespaces `services` covers; those of later ones are listed in this very round. */
  readonly labelled: Section<readonly FoundWorkload[]>
  readonly services: Section<SectionValue<'services'>>
  readonly served: Section<readonly ServedGroup[]>
}

/**
 * What routes to the Server, where its Service is a NodePort, and to Brokers. An Ingress serves its own namespace; an
 * HTTPRoute may stand in any, so only those that lead into these namespaces are retained.
 */
export async function readRoutes(
  client: ApiClient,
  workloads: readonly FoundWorkload[],
  { labelled, services, served }: RoutesDependOn,
  round: Round,
): Promise<Section<Routes>> {
  if (services.status === 'failed') return services
  const covered = labelled.status === 'failed' ? [] : labelled.value.map(({ workload }) => workload.namespace)
  const brokers = workloads.filter(({ workload }) => workload.component === 'broker')
  const later = workloads.filter(
    ({ workload }) => workload.component === 'server' && !covered.includes(workload.namespace),
  )
  const namespaces = [
    ...new Set([
      ...nodePortNamespaces(workloads, services.value),
      ...[...brokers, ...later].map(({ workload }) => workload.namespace),
    ]),
  ]
  if (namespaces.length === 0) return { ...services, value: { asked: false } }
  const ingresses = namespaces.map((namespace) =>
    listPages(client, { resource: resources.ingresses, round, namespace }, itemsOf(projectIngress)),
  )
  const lists = await Promise.all([...ingresses, readHttpRoutes(client, served, round)])
  const leadsHere = ({ backends }: RouteFacts): boolean =>
    backends.some(({ namespace }) => namespaces.includes(namespace))
  return combine([concat('', lists)], (routes) => ({ asked: true, routes: routes.filter(leadsHere) }))
}

/** Namespaces in which a NodePort Service selects the Server. */
const nodePortNamespaces = (
  workloads: readonly FoundWorkload[],
  services: SectionValue<'services'>,
): readonly string[] => {
  const servers = workloads.filter(({ workload }) => workload.component === 'server')
  const isServers = ({ namespace, selector }: (typeof services)[number]): boolean =>
    servers.some(({ workload }) => workload.namespace === namespace && selects(selector, workload.podLabels))
  const found = services.filter((service) => service.type === 'NodePort' && isServers(service))
  return [...new Set(found.map(({ namespace }) => namespace))]
}

async function readHttpRoutes(
  client: ApiClient,
  served: Section<readonly ServedGroup[]>,
  round: Round,
): Promise<Section<readonly RouteFacts[]>> {
  if (served.status === 'failed') return served
  const version = served.value.find(({ name }) => name === gatewayGroup)?.versions[0]
  const none = { ...served, value: [] }
  if (version === undefined) return none
  const resource = { group: gatewayGroup, version, resource: 'httproutes' }
  const list = { resource, round }
  const section = await listPages(client, list, itemsOf(projectHttpRoute))
  return (await isAbsent(client, list, section)) ? none : section
}
