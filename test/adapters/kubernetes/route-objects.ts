import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'

interface Backend {
  readonly namespace: string
  readonly service: string
}

/** One kind of object that leads to a Service, and one such object that leads to its port 4222. */
export interface RouteObject {
  readonly name: string
  readonly kind: string
  readonly group: string
  readonly resource: string
  /** Listed in one namespace where Meshery stands in one, since it leads to its own namespace alone. */
  readonly local?: boolean
  readonly object: (backend: Backend) => KubernetesObject
}

const port = 4222

interface Kind {
  readonly kind: string
  readonly apiVersion: string
  readonly local?: boolean
}

const of = (
  name: string,
  { kind, apiVersion, local = false }: Kind,
  resource: string,
  spec: (backend: Backend) => object,
): RouteObject => ({
  name,
  kind,
  group: apiVersion.split('/')[0] ?? '',
  resource,
  local,
  object: (backend) => ({
    apiVersion,
    kind,
    metadata: { name: 'way', namespace: local ? backend.namespace : 'edge' },
    spec: spec(backend),
  }),
})

const traefik = (group: string): readonly RouteObject[] => {
  const apiVersion = `${group}/v1alpha1`
  const services = ({ namespace, service }: Backend) => [{ name: service, namespace, port }]
  return [
    of(`an IngressRoute of ${group}`, { kind: 'IngressRoute', apiVersion }, 'ingressroutes', (to) => ({
      routes: [{ match: 'Host(`nats.example.com`)', kind: 'Rule', services: services(to) }],
    })),
    of(`an IngressRouteTCP of ${group}`, { kind: 'IngressRouteTCP', apiVersion }, 'ingressroutetcps', (to) => ({
      routes: [{ match: 'HostSNI(`*`)', services: services(to) }],
    })),
    of(`a TraefikService of ${group}`, { kind: 'TraefikService', apiVersion }, 'traefikservices', (to) => ({
      weighted: { services: services(to) },
    })),
  ]
}

const gateway = (name: string, kind: string, version: string): RouteObject =>
  of(
    name,
    { kind, apiVersion: `gateway.networking.k8s.io/${version}` },
    `${kind.toLowerCase()}s`,
    ({ namespace, service }) => ({
      parentRefs: [{ name: 'entry' }],
      rules: [{ backendRefs: [{ name: service, namespace, port }] }],
    }),
  )

const istio = (name: string, routes: (to: readonly object[]) => object, host = (b: Backend) => fullName(b)) =>
  of(name, { kind: 'VirtualService', apiVersion: 'networking.istio.io/v1' }, 'virtualservices', (to) => ({
    hosts: ['nats.example.com'],
    gateways: ['istio-system/entry'],
    ...routes([{ destination: { host: host(to), port: { number: port } } }]),
  }))

const fullName = ({ namespace, service }: Backend): string => `${service}.${namespace}.svc.cluster.local`

const targetGroup = (group: string, version: string): RouteObject =>
  of(
    `a TargetGroupBinding of ${group}`,
    { kind: 'TargetGroupBinding', apiVersion: `${group}/${version}`, local: true },
    'targetgroupbindings',
    ({ service }) => ({ serviceRef: { name: service, port }, targetType: 'ip', targetGroupARN: 'arn' }),
  )

const contour = { kind: 'HTTPProxy', apiVersion: 'projectcontour.io/v1', local: true } as const

/** Every kind that the collector reads. */
export const routeObjects: readonly RouteObject[] = [
  of(
    'an Ingress',
    { kind: 'Ingress', apiVersion: 'networking.k8s.io/v1', local: true },
    'ingresses',
    ({ service }) => ({
      rules: [
        {
          host: 'nats.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: port } } } }],
          },
        },
      ],
    }),
  ),
  gateway('an HTTPRoute', 'HTTPRoute', 'v1'),
  gateway('a TCPRoute', 'TCPRoute', 'v1alpha2'),
  gateway('a TLSRoute', 'TLSRoute', 'v1alpha3'),
  ...traefik('traefik.io'),
  ...traefik('traefik.containo.us'),
  of('an HTTPProxy with tcpproxy', contour, 'httpproxies', ({ service }) => ({
    virtualhost: { fqdn: 'nats.example.com', tls: { secretName: 's' } },
    tcpproxy: { services: [{ name: service, port }] },
  })),
  of('an HTTPProxy', contour, 'httpproxies', ({ service }) => ({ routes: [{ services: [{ name: service, port }] }] })),
  istio('a VirtualService of TCP', (route) => ({ tcp: [{ route }] })),
  istio('a VirtualService of TLS', (route) => ({ tls: [{ route }] })),
  istio('a VirtualService of HTTP', (route) => ({ http: [{ route }] })),
  of(
    'an OpenShift Route',
    { kind: 'Route', apiVersion: 'route.openshift.io/v1', local: true },
    'routes',
    ({ service }) => ({
      host: 'nats.example.com',
      to: { kind: 'Service', name: service },
      port: { targetPort: 'nats' },
    }),
  ),
  targetGroup('elbv2.k8s.aws', 'v1beta1'),
  targetGroup('eks.amazonaws.com', 'v1'),
  {
    name: 'tcp-services of ingress-nginx',
    kind: 'ConfigMap',
    group: '',
    resource: 'configmaps',
    object: ({ namespace, service }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'tcp-services', namespace: 'edge' },
      data: { 4222: `${namespace}/${service}:${port}` },
    }),
  },
]

/** The same object under a name of its own; a ConfigMap is looked for by its name. */
export const renamed = (object: KubernetesObject, index: number): KubernetesObject =>
  object.kind === 'ConfigMap' ? object : { ...object, metadata: { ...object.metadata, name: `way-${index}` } }
