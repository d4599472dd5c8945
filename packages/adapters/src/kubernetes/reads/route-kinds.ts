import type { Section } from '@fleet-auditor/model/section.ts'
import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import type { ApiClient } from '../client/api-client.ts'
import type { Resource } from '../client/resource-request.ts'
import { projectServiceAttachment, projectTargetGroupBinding } from '../projections/cloud-route-projection.ts'
import {
  projectHttpProxy,
  projectIngressRoute,
  projectOpenShiftRoute,
  projectTraefikService,
  projectVirtualService,
} from '../projections/proxy-route-projection.ts'
import { projectGatewayRoute, projectIngress } from '../projections/route-projection.ts'
import { combine, concat } from './combine-sections.ts'
import type { ServedGroup } from './first-round.ts'
import { resourceNames } from './meshery-resources.ts'

/** A kind of object that leads to Services, where its API is served. */
export interface RouteKind {
  readonly resource: Resource
  /** Whether it leads to Services of its own namespace alone. */
  readonly local: boolean
  readonly project: (item: unknown) => readonly RouteFacts[]
}

type KindOfGroup = readonly [resource: string, project: RouteKind['project'], reach?: 'local']

const traefik: readonly KindOfGroup[] = [
  ['ingressroutes', projectIngressRoute('IngressRoute')],
  ['ingressroutetcps', projectIngressRoute('IngressRouteTCP')],
  ['traefikservices', projectTraefikService],
]
const targetGroupBindings: KindOfGroup = ['targetgroupbindings', projectTargetGroupBinding, 'local']

/** By API group; a group's preferred version has them all. */
const kindsOfGroup: Readonly<Record<string, readonly KindOfGroup[]>> = {
  'networking.k8s.io': [['ingresses', projectIngress, 'local']],
  'traefik.io': traefik,
  'traefik.containo.us': traefik,
  'projectcontour.io': [['httpproxies', projectHttpProxy, 'local']],
  'networking.istio.io': [['virtualservices', projectVirtualService]],
  'route.openshift.io': [['routes', projectOpenShiftRoute, 'local']],
  'elbv2.k8s.aws': [targetGroupBindings],
  'eks.amazonaws.com': [targetGroupBindings],
  'networking.gke.io': [['serviceattachments', projectServiceAttachment, 'local']],
}

const gatewayGroup = 'gateway.networking.k8s.io'

/** Each is in a version of its own: TCPRoute is not in v1, HTTPRoute is not in v1alpha2 any more. */
const gatewayKinds: readonly KindOfGroup[] = [
  ['httproutes', projectGatewayRoute('HTTPRoute')],
  ['tcproutes', projectGatewayRoute('TCPRoute')],
  ['tlsroutes', projectGatewayRoute('TLSRoute')],
]

/** What can be listed, with what it takes to see where the routes of the Gateway API listen. */
export interface RouteKinds {
  readonly kinds: readonly RouteKind[]
  readonly gateways?: Resource
}

/** The kinds whose APIs are served. One of the Gateway API is asked for where one of its versions has it. */
export async function servedRouteKinds(
  client: ApiClient,
  served: readonly ServedGroup[],
): Promise<Section<RouteKinds>> {
  const plain = served.flatMap(({ name: group, versions: [version = 'v1'] }) =>
    (Object.hasOwn(kindsOfGroup, group) ? (kindsOfGroup[group] ?? []) : []).map((kind) =>
      kindAt({ group, version }, kind),
    ),
  )
  const versions = served.find(({ name }) => name === gatewayGroup)?.versions ?? []
  const lists = versions.map(async (version) =>
    combine([await resourceNames(client, { group: gatewayGroup, version }, 2)], (names) =>
      names.map((resource) => ({ group: gatewayGroup, version, resource })),
    ),
  )
  return combine([concat('', await Promise.all(lists))], (found) => {
    const first = (name: string) => found.find(({ resource }) => resource === name)
    const ofGateways = gatewayKinds.flatMap((kind) => {
      const at = first(kind[0])
      return at ? [kindAt(at, kind)] : []
    })
    return { kinds: [...plain, ...ofGateways], gateways: ofGateways.length > 0 ? first('gateways') : undefined }
  })
}

const kindAt = (
  { group, version }: Omit<Resource, 'resource'>,
  [resource, project, reach]: KindOfGroup,
): RouteKind => ({ resource: { group, version, resource }, local: reach === 'local', project })
