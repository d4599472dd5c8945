import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import { z } from 'zod'
import { given, listOf, metadata, optionalText } from './kubernetes-shapes.ts'

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
    defaultBackend: ingressBackend,
    tls: listOf(z.object({ hosts: listOf(z.string()) })),
    rules: listOf(
      z.object({
        host: optionalText,
        http: z.object({ paths: listOf(z.object({ backend: ingressBackend })) }).nullish(),
      }),
    ),
  }),
})

/** One item of an Ingress list. */
export function projectIngress(item: unknown): RouteFacts {
  const { metadata: meta, spec } = ingressObject.parse(item)
  const paths = spec.rules.flatMap(({ http }) => http?.paths.map(({ backend }) => backend) ?? [])
  const services = [spec.defaultBackend, ...paths].flatMap((backend) => backend?.service ?? [])
  const hosts = [...spec.rules.map(({ host }) => host), ...spec.tls.flatMap((tls) => tls.hosts)]
  return {
    kind: 'Ingress',
    namespace: meta.namespace,
    name: meta.name,
    hosts: distinct(hosts),
    tls: spec.tls.length > 0,
    backends: services.map(({ name, port }) =>
      given({ namespace: meta.namespace, service: name, port: port?.number ?? port?.name }),
    ),
  }
}

const httpRouteObject = z.object({
  metadata,
  spec: z.object({
    hostnames: listOf(z.string()),
    rules: listOf(
      z.object({
        backendRefs: listOf(
          z.object({ kind: optionalText, name: z.string(), namespace: optionalText, port: z.number().nullish() }),
        ),
      }),
    ),
  }),
})

/** One item of an HTTPRoute list. Its TLS is its Gateway's, which is not read: `tls` is false and proves nothing. */
export function projectHttpRoute(item: unknown): RouteFacts {
  const { metadata: meta, spec } = httpRouteObject.parse(item)
  const refs = spec.rules.flatMap(({ backendRefs }) => backendRefs).filter(({ kind }) => !kind || kind === 'Service')
  return {
    kind: 'HTTPRoute',
    namespace: meta.namespace,
    name: meta.name,
    hosts: distinct(spec.hostnames),
    tls: false,
    backends: refs.map(({ name, namespace, port }) =>
      given({ namespace: namespace || meta.namespace, service: name, port }),
    ),
  }
}

const distinct = (hosts: readonly (string | null | undefined)[]): string[] => [
  ...new Set(hosts.filter((host): host is string => Boolean(host))),
]
