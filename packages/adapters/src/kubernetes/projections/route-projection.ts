import { isPrivateAddress } from '@fleet-auditor/model/address-range.ts'
import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import { z } from 'zod'
import { given, listOf, metadata, optionalText } from './kubernetes-shapes.ts'

/** Hosts retained of one route. */
const mostHosts = 20

const ingressBackend = z
  .object({
    service: z
      .object({
        name: z.string(),
        port: z.object({ number: z.number().optional(), name: z.string().optional() }).nullish(),
      })
      .nullish(),
  })
  .nullish()

const ingressObject = z.object({
  metadata,
  spec: z.object({
    ingressClassName: optionalText,
    defaultBackend: ingressBackend,
    tls: listOf(z.object({ hosts: listOf(z.string()) })),
    rules: listOf(
      z.object({
        host: optionalText,
        http: z.object({ paths: listOf(z.object({ backend: ingressBackend })) }).nullish(),
      }),
    ),
  }),
  status: z
    .object({
      loadBalancer: z.object({ ingress: listOf(z.object({ ip: optionalText, hostname: optionalText })) }).nullish(),
    })
    .nullish(),
})

/** One item of an Ingress list. */
export function projectIngress(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, spec, status } = ingressObject.parse(item)
  const paths = spec.rules.flatMap(({ http }) => http?.paths.map(({ backend }) => backend) ?? [])
  const services = [spec.defaultBackend, ...paths].flatMap((backend) => backend?.service ?? [])
  const hosts = [...spec.rules.map(({ host }) => host), ...spec.tls.flatMap((tls) => tls.hosts)]
  const classes = [meta.annotations['kubernetes.io/ingress.class'], spec.ingressClassName]
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '')
  return [
    given({
      kind: 'Ingress',
      namespace: meta.namespace,
      name: meta.name,
      hosts: distinctHosts(hosts),
      tls: spec.tls.length > 0,
      backends: services.map(({ name, port }) =>
        given({ namespace: meta.namespace, service: name, port: port?.number ?? port?.name }),
      ),
      reach: isInside(classes, addresses) ? ('inside' as const) : undefined,
    }),
  ]
}

/**
 * Whether only private networks reach some addresses. A private address alone proves nothing: controllers that no load
 * balancer stands before write node or cluster addresses, whatever leads to them from outside. Google's internal classes
 * have no other way in, and AWS gives names with `internal-` to internal ALBs alone.
 */
const isInside = (classes: readonly (string | null | undefined)[], addresses: readonly string[]): boolean =>
  addresses.length > 0 &&
  addresses.every(
    (address) =>
      internalAlb.test(address) ||
      (classes.some((name) => googleInternal.test(name ?? '')) && isPrivateAddress(address)),
  )

const googleInternal = /^(?:gce-internal|gke-l7-rilb(?:-mc)?|gke-l7-cross-regional-internal-managed-proxy(?:-mc)?)$/
const internalAlb = /^internal-[\w-]+\.[\w-]+\.elb\.amazonaws\.com(?:\.cn)?$/

const gatewayRouteObject = z.object({
  metadata,
  spec: z.object({
    hostnames: listOf(z.string()),
    parentRefs: listOf(z.object({ kind: optionalText, name: z.string(), namespace: optionalText })),
    rules: listOf(
      z.object({
        backendRefs: listOf(
          z.object({ kind: optionalText, name: z.string(), namespace: optionalText, port: z.number().nullish() }),
        ),
      }),
    ),
  }),
})

/** A route of the Gateway API and the Gateways that it hangs on, as `namespace/name`. */
export type GatewayRoute = RouteFacts & { readonly parents: readonly string[] }

/** One item of an HTTPRoute, TCPRoute or TLSRoute list. Its TLS is its Gateway's: `tls` is false and proves nothing. */
export const projectGatewayRoute =
  (kind: string) =>
  (item: unknown): readonly GatewayRoute[] => {
    const { metadata: meta, spec } = gatewayRouteObject.parse(item)
    const refs = spec.rules.flatMap(({ backendRefs }) => backendRefs).filter(({ kind: of }) => !of || of === 'Service')
    const parents = spec.parentRefs.map(({ kind: of, namespace, name }) =>
      of && of !== 'Gateway' ? '' : `${namespace || meta.namespace}/${name}`,
    )
    return [
      {
        kind,
        namespace: meta.namespace,
        name: meta.name,
        hosts: distinctHosts(spec.hostnames),
        tls: false,
        backends: refs.map(({ name, namespace, port }) =>
          given({ namespace: namespace || meta.namespace, service: name, port }),
        ),
        parents,
      },
    ]
  }

const gatewayObject = z.object({
  metadata,
  spec: z.object({ gatewayClassName: optionalText }).nullish(),
  status: z.object({ addresses: listOf(z.object({ value: z.string() })) }).nullish(),
})

/** Names of the Gateways of a list that only private networks reach, as `namespace/name`. */
export function projectInsideGateway(item: unknown): readonly string[] {
  const { metadata: meta, spec, status } = gatewayObject.parse(item)
  const addresses = (status?.addresses ?? []).map(({ value }) => value)
  return isInside([spec?.gatewayClassName], addresses) ? [`${meta.namespace}/${meta.name}`] : []
}

export const distinctHosts = (hosts: readonly (string | null | undefined)[]): string[] =>
  [...new Set(hosts.filter((host): host is string => Boolean(host)))].slice(0, mostHosts)
