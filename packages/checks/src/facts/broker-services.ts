import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { ofComponent } from './meshery.ts'

export type ServicePort = ServiceFacts['ports'][number]

/** NATS' client port and its monitoring port, which has no authentication. */
const clientPort = 4222
const monitoringPort = 8222

/** A Service that leads to the Broker, and which of its ports lead to which of the Broker's. */
export interface BrokerService {
  readonly service: ServiceFacts
  readonly client: readonly ServicePort[]
  readonly monitoring: readonly ServicePort[]
  /** Ports whose target is a name that no container declares: which of the Broker's they lead to is not known. */
  readonly unresolved: readonly ServicePort[]
  /** Ports of the nodes themselves on which the Broker's pods listen, by what they lead to. */
  readonly hostPorts: { readonly client: readonly number[]; readonly monitoring: readonly number[] }
  /** Known by its name alone: of the pods behind it, and of the ports that they take of their nodes, nothing is. */
  readonly unseen: boolean
}

/** Names of the Service that the operator makes and advertises, in either generation. */
const ownNames = ['meshery-nats', 'meshery-broker']

export const isOwnService = ({ name }: ServiceFacts): boolean => ownNames.includes(name)

/**
 * Every Service whose selector matches the Broker's pods, no matter who made it: a second, hand-made one is the usual way
 * around the operator, which reverts edits of its own.
 */
export function brokerServices(
  services: readonly ServiceFacts[],
  workloads: readonly Workload[],
  brokers: readonly BrokerResource[],
): BrokerService[] {
  const pods = ofComponent(workloads, 'broker')
  const found: BrokerService[] = []
  for (const service of services) {
    const workload = pods.find((each) => selects(service, each))
    const byName =
      pods.length === 0 &&
      // The resource alone, its workload gone: known by the name.
      isOwnService(service) &&
      brokers.some((broker) => broker.namespace === service.namespace)
    if (!workload && !byName) continue
    const leading = (target: number | undefined): ServicePort[] =>
      service.ports.filter((port) => targetOf(port, workload) === target)
    const bound = (target: number): number[] => hostPortsOf(workload, target)
    found.push({
      service,
      client: leading(clientPort),
      monitoring: leading(monitoringPort),
      unresolved: leading(undefined),
      hostPorts: { client: bound(clientPort), monitoring: bound(monitoringPort) },
      unseen: workload === undefined,
    })
  }
  return found
}

/** In the network of its node a pod listens there on each of its ports, declared or not. */
function hostPortsOf(workload: Workload | undefined, target: number): number[] {
  if (workload?.hostNetwork) return [target]
  return (workload?.containers ?? []).flatMap(({ ports }) =>
    ports.flatMap(({ containerPort, hostPort }) => (containerPort === target && hostPort ? hostPort : [])),
  )
}

/** Whether a Service's selector matches a workload's pods, one of them or all. An empty selector selects nothing. */
export function selects(service: ServiceFacts, workload: Workload): boolean {
  const wanted = Object.entries(service.selector)
  if (wanted.length === 0 || service.namespace !== workload.namespace) return false
  return wanted.every(([label, value]) => workload.podLabels[label] === value || isOfController(workload, label, value))
}

/** Labels that no template has and controllers give each pod: a Service of one pod of a StatefulSet selects by them. */
function isOfController({ kind, name }: Workload, label: string, value: string): boolean {
  if (kind === 'Deployment') return label === 'pod-template-hash'
  if (label === 'statefulset.kubernetes.io/pod-name') {
    return value.startsWith(`${name}-`) && /^\d+$/.test(value.slice(name.length + 1))
  }
  return label === 'apps.kubernetes.io/pod-index' || label === 'controller-revision-hash'
}

/** Port names of the two charts, for a target whose container ports are not known. */
const knownNames: Readonly<Record<string, number>> = {
  nats: clientPort,
  client: clientPort,
  monitor: monitoringPort,
  monitoring: monitoringPort,
}

function targetOf(port: ServicePort, workload: Workload | undefined): number | undefined {
  const { targetPort } = port
  if (targetPort === undefined) return port.port
  if (typeof targetPort === 'number') return targetPort
  for (const container of workload?.containers ?? []) {
    const named = container.ports.find((each) => each.name === targetPort)
    if (named) return named.containerPort
  }
  return ownEntry(knownNames, targetPort)
}

export const serviceSubject = (service: ServiceFacts, field?: string): Subject => ({
  kind: 'Service',
  namespace: service.namespace,
  name: service.name,
  field: field || undefined,
})
