import { unbracketed } from '@fleet-auditor/model/host-port.ts'
import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { ClusterContext } from './context.ts'
import { brokerServices, serviceSubject, type ServicePort } from './facts/broker-services.ts'
import { clusterSubject } from './facts/cluster-subject.ts'
import { endpointOverride } from './facts/signals/endpoint-override.ts'

/** Most targets of one cluster, and most nodes whose node ports are tried. */
const mostTargets = 16
const mostNodes = 3

/** What shall be dialled to judge this cluster: its API endpoint, and what leads to its Broker from outside. */
export function probeTargets(sections: Sections, context: ClusterContext): ProbeTarget[] {
  const targets = [...apiTargets(sections, context), ...brokerTargets(sections)]
  const unique = new Map(targets.map((target) => [`${target.kind} ${target.host}:${target.port}`, target]))
  return [...unique.values()].slice(0, mostTargets)
}

function apiTargets({ connection }: Sections, { cluster }: ClusterContext): ProbeTarget[] {
  if (connection.status === 'failed') return []
  const url = new URL(connection.value.server)
  const port = url.port === '' ? 443 : Number(url.port)
  return [{ kind: 'api', host: unbracketed(url.hostname), port, subject: clusterSubject(cluster.id) }]
}

function brokerTargets({ services, workloads, brokers, nodes }: Sections): ProbeTarget[] {
  if (services.status === 'failed' || workloads.status === 'failed' || brokers.status === 'failed') return []
  const external = nodes.status === 'collected' ? nodes.value.external.addresses.slice(0, mostNodes) : []
  return brokerServices(services.value, workloads.value, brokers.value).flatMap(
    ({ service, client, monitoring, unresolved, hostPorts }) => [
      ...targetsOf(service, [...client, ...unresolved], 'broker', external),
      ...hostPortTargets(service, hostPorts.client, 'broker', external),
      ...overrideTargets(service, brokers.value),
      ...targetsOf(service, [...monitoring, ...unresolved], 'monitoring', external),
      ...hostPortTargets(service, hostPorts.monitoring, 'monitoring', external),
    ],
  )
}

function overrideTargets(service: ServiceFacts, brokers: readonly BrokerResource[]): ProbeTarget[] {
  const override = endpointOverride(service, brokers)
  return override ? [{ kind: 'broker', ...override, subject: serviceSubject(service) }] : []
}

const hostPortTargets = (
  service: ServiceFacts,
  ports: readonly number[],
  kind: 'broker' | 'monitoring',
  nodes: readonly string[],
): ProbeTarget[] =>
  ports.flatMap((port) => nodes.map((host) => ({ kind, host, port, subject: serviceSubject(service) })))

function targetsOf(
  service: ServiceFacts,
  ports: readonly ServicePort[],
  kind: 'broker' | 'monitoring',
  nodes: readonly string[],
): ProbeTarget[] {
  const subject = serviceSubject(service)
  const addresses = service.ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? [])
  const targets: ProbeTarget[] = []
  for (const { port, nodePort } of ports) {
    for (const host of addresses) targets.push({ kind, host, port, subject })
    if (nodePort !== undefined) for (const host of nodes) targets.push({ kind, host, port: nodePort, subject })
  }
  return targets
}
