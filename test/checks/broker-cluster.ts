import type { Observation, ProbeKind, ProbeResult } from '@fleet-auditor/model/observation.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { Vantage } from '@fleet-auditor/model/vantage.ts'
import { takenAt } from './check-case.ts'
import { broker, brokerResource, meshsync, meshSyncResource, minutesAgo, operator } from './meshery-objects.ts'

export const service = (edits: Partial<ServiceFacts> = {}): ServiceFacts => ({
  namespace: 'meshery',
  name: 'meshery-nats',
  type: 'ClusterIP',
  labels: {},
  annotations: {},
  selector: broker.podLabels,
  ports: [
    { name: 'nats', port: 4222, targetPort: 4222 },
    { name: 'monitor', port: 8222, targetPort: 8222 },
  ],
  clusterIP: '10.100.77.30',
  externalIPs: [],
  sourceRanges: [],
  ingress: [],
  createdAt: minutesAgo(5000),
  ...edits,
})

export const hostname = 'a1b2.elb.eu-west-1.amazonaws.com'
export const publicAddress = '52.31.7.9'
export const loadBalancer = (edits: Partial<ServiceFacts> = {}): ServiceFacts =>
  service({ type: 'LoadBalancer', ingress: [{ ip: publicAddress }], ...edits })
export const withNodePorts = (ports: ServiceFacts['ports']): ServiceFacts['ports'] =>
  ports.map((port, index) => ({ ...port, nodePort: 31_222 + index }))

/** Operator mode with one Broker and these Services. */
export const brokerCluster = (...services: ServiceFacts[]) => ({
  workloads: [operator, meshsync, broker],
  brokers: [brokerResource()],
  meshSyncs: [meshSyncResource()],
  services,
})

export const nodesWith = (...addresses: string[]): SectionValue<'nodes'> => ({
  count: 3,
  notReady: 0,
  external: { count: addresses.length, addresses },
})

export const vantage = (edits: object = {}): Vantage =>
  Vantage.parse({ name: 'outside', network: 'internet', control: 'control.example:443', ...edits })

const timing = { min: 20, median: 21, samples: 5, discarded: 0 }
export const answered = (edits: object = {}): ProbeResult => ({
  status: 'answered',
  connect: timing,
  roundTrip: timing,
  ...edits,
})
export const silent: ProbeResult = { status: 'silent', why: 'timeout', detail: 'no answer' }
export const info = (authRequired: boolean, tlsRequired = false): ProbeResult =>
  answered({ nats: { version: '2.14.2', authRequired, tlsRequired, tlsAvailable: tlsRequired } })

export function probe(
  kind: ProbeKind,
  host: string,
  result: ProbeResult,
  edits: Partial<Observation> = {},
): Observation {
  const port = kind === 'monitoring' ? 8222 : kind === 'broker' ? 4222 : 443
  const subject = { kind: 'Service', namespace: 'meshery', name: 'meshery-nats' }
  return {
    vantage: 'outside',
    target: { kind, host, port, ...(kind === 'broker' || kind === 'monitoring' ? { subject } : {}) },
    addresses: [publicAddress],
    result,
    at: takenAt,
    ...edits,
  }
}

export const control = (result: ProbeResult = answered(), name = 'outside'): Observation =>
  probe('control', 'control.example', result, { vantage: name })
