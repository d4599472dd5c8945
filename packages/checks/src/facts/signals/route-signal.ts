import type { RouteFacts, ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { ClusterContext } from '../../context.ts'
import { action } from '../../outcome.ts'
import type { ServicePort } from '../broker-services.ts'
import type { Exposure } from './exposure.ts'
import { signal, type Signal } from './signal.ts'

/** What of a route matters here; the port is the Service's, by number or name. */
type Route = Pick<RouteFacts, 'kind' | 'namespace' | 'name' | 'reach'>

/**
 * A route that leads to one of the ports is another way in. Where it listens is mostly not known, so that it leaves the
 * question open; one that every customer of a cloud may use proves it, and one inside opens nothing.
 */
export function routeSignal({ service, ports, routes }: Exposure, { provider }: ClusterContext): Signal {
  if (ports.length === 0) return signal('route', 'absent', 'no port is asked about')
  if (routes.status === 'failed') {
    const { cause, detail, grant } = routes
    return signal('route', 'failed', detail, { cause, grant })
  }
  const found = routes.value.asked ? leadingRoutes(routes.value.routes, service, ports) : []
  const ways: readonly Route[] = [...found, ...(provider === 'aks' ? privateLinks(service) : [])]
  const [open] = [...ways.filter(({ reach }) => reach === 'anyone'), ...ways.filter(({ reach }) => !reach)]
  if (open?.reach === 'anyone') return signal('route', 'bad', `${nameOf(open)} lets every customer of the cloud in`)
  if (open) return signal('route', 'suggests', `${nameOf(open)} leads there, from wherever it listens`)
  if (routes.value.asked !== 'every-kind') {
    const grant = action('audit again: the snapshot is of a collector that did not read every kind of route')
    return signal('route', 'failed', 'not every kind of route was read', { cause: 'outdated', grant })
  }
  const [inside] = ways
  if (!inside) return signal('route', 'absent', 'no route leads there')
  // Of a load balancer's own address it shows nothing, so it is no second signal there.
  const verdict = service.type === 'ClusterIP' ? 'good' : 'absent'
  return signal('route', verdict, `${nameOf(inside)} leads there, and only private networks reach it`)
}

const nameOf = ({ kind, namespace, name }: Route): string => `${kind} ${namespace}/${name}`

/** Routes with a way in of their own that lead to some ports of a Service; no ports: to the Service at all. */
export function leadingRoutes(
  routes: readonly RouteFacts[],
  service: ServiceFacts,
  ports?: readonly ServicePort[],
): readonly RouteFacts[] {
  const leading = routes.filter(({ kind, backends }) =>
    backends.some(
      (backend) =>
        backend.namespace === service.namespace &&
        backend.service === service.name &&
        (ports === undefined || ports.some((port) => isPort(backend.port, port, kind))),
    ),
  )
  const byIngress = leading.some(({ kind }) => kind === 'Ingress')
  return leading.filter(
    ({ madeFor }) =>
      !(madeFor === 'service' && service.type === 'LoadBalancer') && !(madeFor === 'ingress' && byIngress),
  )
}

type BackendPort = RouteFacts['backends'][number]['port']

/** OpenShift's Route names the port of the pods. */
function isPort(backend: BackendPort, { port, name, targetPort }: ServicePort, kind: string): boolean {
  if (backend === undefined) return true
  const names = [port, name, ...(kind === 'Route' ? [targetPort] : [])]
  return names.some((each) => each !== undefined && String(each) === String(backend))
}

const pls = 'service.beta.kubernetes.io/azure-pls-'

/**
 * The Private Link Service that Azure's controller makes for a Service: any subscription that sees it may ask for a
 * connection, and one that is approved by itself needs no person's consent.
 */
function privateLinks({ namespace, name, annotations }: ServiceFacts): readonly Route[] {
  if (annotations[`${pls}create`]?.toLowerCase() !== 'true') return []
  const isForAll = (key: string): boolean => (annotations[`${pls}${key}`] ?? '').split(/[\s,]+/).includes('*')
  if (!isForAll('visibility')) return []
  const way = { kind: 'Private Link Service of', namespace, name }
  return [isForAll('auto-approval') ? { ...way, reach: 'anyone' } : way]
}
