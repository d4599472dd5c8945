import { collected, type Section } from '@fleet-auditor/model/section.ts'
import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages, listRetained } from '../client/list-pages.ts'
import type { Round } from '../client/resource-request.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { selects } from '../projections/pod-projection.ts'
import { projectInsideGateway, type GatewayRoute } from '../projections/route-projection.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'
import { combine, concat } from './combine-sections.ts'
import type { ServedGroup } from './first-round.ts'
import { isAbsent, mesheryGroups } from './meshery-resources.ts'
import { servedRouteKinds, type RouteKind, type RouteKinds } from './route-kinds.ts'
import { namedTcpServices, readTcpServices } from './tcp-services.ts'

type Routes = SectionValue<'routes'>
/** ConfigMaps that Deployments of ingress-nginx name. */
type TcpServices = Promise<Section<readonly string[]>>
type Workloads = Section<readonly FoundWorkload[]>

/** What is found out in the second round, before the routes themselves are listed. */
interface RoutePlan {
  readonly kinds: Section<RouteKinds>
  /** ConfigMaps that ingress-nginx reads; asked for where a Broker is, which alone speaks plain TCP. */
  readonly tcpServices?: Section<readonly string[]>
}

/** Nothing where Meshery has neither a Broker nor a Server, nor kinds of its own. */
export async function planRoutes(
  client: ApiClient,
  workloads: Workloads,
  served: Section<readonly ServedGroup[]>,
  deployed: TcpServices,
): Promise<RoutePlan | undefined> {
  if (workloads.status === 'failed') return undefined
  const has = (component: string) => workloads.value.some(({ workload }) => workload.component === component)
  const hasResources = served.status === 'collected' && served.value.some(({ name }) => mesheryGroups.includes(name))
  if (!has('broker') && !has('server') && !hasResources) return undefined
  const [kinds, tcpServices] = await Promise.all([
    served.status === 'failed' ? served : servedRouteKinds(client, served.value),
    has('broker') || hasResources ? namedTcpServices(client, deployed) : undefined,
  ])
  return { kinds, tcpServices }
}

interface RoutesDependOn {
  /** Workloads whose namespaces `services` covers; those of later ones are listed in this very round. */
  readonly labelled: Section<readonly FoundWorkload[]>
  readonly services: Section<SectionValue<'services'>>
  readonly brokers: Section<SectionValue<'brokers'>>
  readonly plan: RoutePlan | undefined
  readonly tcpServices: TcpServices
}

/**
 * What leads to Brokers past their Services' types, and to the Server where its Service is a NodePort. All kinds or
 * none: one that cannot be read may lead there too.
 */
export async function readRoutes(
  client: ApiClient,
  workloads: Workloads,
  { labelled, services, brokers, plan, tcpServices }: RoutesDependOn,
  round: Round,
): Promise<Section<Routes>> {
  if (workloads.status === 'failed') return workloads
  if (services.status === 'failed') return services
  const covered = labelled.status === 'failed' ? [] : labelled.value.map(({ workload }) => workload.namespace)
  const own = workloads.value.map(({ workload }) => workload)
  const later = own.filter(({ component, namespace }) => component === 'server' && !covered.includes(namespace))
  const ofBrokers = [
    ...own.filter(({ component }) => component === 'broker'),
    ...(brokers.status === 'failed' ? [] : brokers.value),
  ]
  const holding = [...ofBrokers, ...later].map(({ namespace }) => namespace)
  const named = [...nodePortNamespaces(workloads.value, services.value), ...holding]
  const namespaces = [...new Set(named)]
  if (namespaces.length === 0 || !plan) return { ...services, value: { asked: false } }
  if (plan.kinds.status === 'failed') return plan.kinds
  const lists = [
    ...plan.kinds.value.kinds.map((kind) => listKind(client, kind, namespaces, round)),
    ...(ofBrokers.length > 0 ? [tcpServicesOf(client, plan, tcpServices)] : []),
  ]
  const [gateways, ...routes] = await Promise.all([insideGateways(client, plan.kinds.value, round), ...lists])
  return combine([concat('', routes), gateways], (all, inside) => ({
    asked: 'every-kind',
    routes: all
      .map((route) => leadingInto(route, namespaces))
      .filter(hasBackends)
      .map((route) => placed(route, inside)),
  }))
}

/** Of a Broker that no label showed, the controllers of ingress-nginx were not asked for yet. */
async function tcpServicesOf(
  client: ApiClient,
  plan: RoutePlan,
  deployed: TcpServices,
): Promise<Section<readonly RouteFacts[]>> {
  const named = plan.tcpServices ?? (await namedTcpServices(client, deployed))
  return named.status === 'failed' ? named : readTcpServices(client, named.value)
}

/** Namespaces in which a NodePort Service selects the Server. */
const nodePortNamespaces = (
  workloads: readonly FoundWorkload[],
  services: SectionValue<'services'>,
): readonly string[] => {
  const servers = workloads.filter(({ workload }) => workload.component === 'server')
  const isServers = ({ namespace, selector }: (typeof services)[number]): boolean =>
    servers.some(
      ({ workload, templateLabels }) => workload.namespace === namespace && selects(selector, templateLabels),
    )
  const found = services.filter((service) => service.type === 'NodePort' && isServers(service))
  return [...new Set(found.map(({ namespace }) => namespace))]
}

/** Once for the cluster; a kind that leads to its own namespace alone, of that one where there is no more than one. */
async function listKind(
  client: ApiClient,
  { resource, local, project }: RouteKind,
  namespaces: readonly string[],
  round: Round,
): Promise<Section<readonly RouteFacts[]>> {
  const only = local && namespaces.length === 1 ? { namespace: namespaces[0] } : {}
  const list = { resource, round, ...only } as const
  const section = await listRetained(
    client,
    list,
    (page, at) => itemsOf(project)(page, at).flat(),
    (routes) => routes.map((route) => leadingInto(route, namespaces)).filter(hasBackends),
  )
  return (await isAbsent(client, list, section)) ? collected([], '') : section
}

const leadingInto = <R extends RouteFacts>(route: R, namespaces: readonly string[]): R => ({
  ...route,
  backends: route.backends.filter(({ namespace }) => namespaces.includes(namespace)),
})

const hasBackends = ({ backends }: RouteFacts): boolean => backends.length > 0

async function insideGateways(
  client: ApiClient,
  { gateways }: RouteKinds,
  round: Round,
): Promise<Section<readonly string[]>> {
  if (!gateways) return collected([], '')
  return listPages(client, { resource: gateways, round }, (page, at) => itemsOf(projectInsideGateway)(page, at).flat())
}

/** A route of the Gateway API is where its Gateways are: inside, where each of them is. */
function placed(route: RouteFacts & Partial<GatewayRoute>, inside: readonly string[]): RouteFacts {
  const { parents, ...facts } = route
  const isInside = parents !== undefined && parents.length > 0 && parents.every((parent) => inside.includes(parent))
  return isInside ? { ...facts, reach: 'inside' } : facts
}
