import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import { z } from 'zod'
import { given, intOrText, listOf, metadata, optionalText } from './kubernetes-shapes.ts'
import { distinctHosts } from './route-projection.ts'

type Meta = z.infer<typeof metadata>
type Backend = RouteFacts['backends'][number]
type Place = Pick<RouteFacts, 'hosts' | 'tls'>

const route = (kind: string, meta: Meta, backends: readonly Backend[], place: Partial<Place> = {}): RouteFacts => ({
  kind,
  namespace: meta.namespace,
  name: meta.name,
  hosts: [...(place.hosts ?? [])],
  tls: place.tls ?? false,
  backends: [...backends],
})

const serviceRef = z.object({ name: z.string(), namespace: optionalText, port: intOrText.nullish() })

const backendOf =
  (meta: Meta) =>
  ({ name, namespace, port }: z.infer<typeof serviceRef>): Backend =>
    given({ namespace: namespace || meta.namespace, service: name, port })

const exists = z
  .unknown()
  .optional()
  .transform((value) => value !== undefined && value !== null)

const traefikObject = z.object({
  metadata,
  spec: z.object({ tls: exists, routes: listOf(z.object({ services: listOf(serviceRef) })) }),
})

/** One item of Traefik's IngressRoute or IngressRouteTCP lists; hosts stand in its matchers and are not read. */
export const projectIngressRoute =
  (kind: string) =>
  (item: unknown): readonly RouteFacts[] => {
    const { metadata: meta, spec } = traefikObject.parse(item)
    const backends = spec.routes.flatMap(({ services }) => services).map(backendOf(meta))
    return [route(kind, meta, backends, { tls: spec.tls })]
  }

const services = z.object({ services: listOf(serviceRef) }).nullish()
const traefikServiceObject = z.object({
  metadata,
  spec: z.object({
    weighted: services,
    highestRandomWeight: services,
    mirroring: serviceRef.extend({ mirrors: listOf(serviceRef) }).nullish(),
  }),
})

/** One item of a TraefikService list: what an IngressRoute may name in a Service's place. */
export function projectTraefikService(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, spec } = traefikServiceObject.parse(item)
  const mirrored = spec.mirroring ? [spec.mirroring, ...spec.mirroring.mirrors] : []
  const refs = [...(spec.weighted?.services ?? []), ...(spec.highestRandomWeight?.services ?? []), ...mirrored]
  return [route('TraefikService', meta, refs.map(backendOf(meta)))]
}

const contourObject = z.object({
  metadata,
  spec: z.object({
    virtualhost: z.object({ fqdn: optionalText, tls: exists }).nullish(),
    routes: listOf(z.object({ services: listOf(serviceRef) })),
    tcpproxy: services,
  }),
})

/** One item of Contour's HTTPProxy list; its Services are of its own namespace. */
export function projectHttpProxy(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, spec } = contourObject.parse(item)
  const refs = [...spec.routes.flatMap((one) => one.services), ...(spec.tcpproxy?.services ?? [])]
  const backends = refs.map(({ name, port }) => given({ namespace: meta.namespace, service: name, port }))
  const place = { hosts: distinctHosts([spec.virtualhost?.fqdn]), tls: spec.virtualhost?.tls ?? false }
  return [route('HTTPProxy', meta, backends, place)]
}

const destination = z.object({
  destination: z.object({ host: z.string(), port: z.object({ number: z.number().nullish() }).nullish() }),
})
const istioRoutes = listOf(z.object({ route: listOf(destination) }))
const virtualServiceObject = z.object({
  metadata,
  spec: z.object({
    hosts: listOf(z.string()),
    gateways: listOf(z.string()),
    http: istioRoutes,
    tcp: istioRoutes,
    tls: istioRoutes,
  }),
})

/**
 * One item of Istio's VirtualService list; none where it binds the sidecars of the mesh alone. One without hosts is
 * delegated to, by another that has gateways.
 */
export function projectVirtualService(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, spec } = virtualServiceObject.parse(item)
  const ofMesh = spec.hosts.length > 0 && spec.gateways.every((gateway) => gateway === 'mesh')
  if (ofMesh) return []
  const to = [...spec.http, ...spec.tcp, ...spec.tls].flatMap((one) => one.route)
  const backends = to.flatMap(({ destination: { host, port } }) => {
    const [service = '', namespace = meta.namespace, svc = 'svc'] = host.split('.')
    return svc === 'svc' ? [given({ namespace, service, port: port?.number })] : []
  })
  return [route('VirtualService', meta, backends, { hosts: distinctHosts(spec.hosts) })]
}

const openShiftTarget = z.object({ kind: optionalText, name: z.string() })
const openShiftObject = z.object({
  metadata,
  spec: z.object({
    host: optionalText,
    tls: exists,
    to: openShiftTarget,
    alternateBackends: listOf(openShiftTarget),
    port: z.object({ targetPort: intOrText.nullish() }).nullish(),
  }),
})

/** One item of OpenShift's Route list. Its port is a target port: that of the pods, or the name of the Service's. */
export function projectOpenShiftRoute(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, spec } = openShiftObject.parse(item)
  const backends = [spec.to, ...spec.alternateBackends].map(({ name }) =>
    given({ namespace: meta.namespace, service: name, port: spec.port?.targetPort }),
  )
  return [route('Route', meta, backends, { hosts: distinctHosts([spec.host]), tls: spec.tls })]
}
