import { unsyncedDiscovery } from '@fleet-auditor/checks/catalog/unsynced-discovery.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { BrokerClients, SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { testCheck } from './check-case.ts'
import { serverPod } from './kube-pod.ts'
import {
  broker,
  brokerResource,
  meshsync,
  meshSyncResource,
  minutesAgo,
  operatorMode,
  server,
} from './meshery-objects.ts'

const subject = 'Deployment meshery/meshery-meshsync'
const connected = (edits: Partial<BrokerClients> = {}): SectionValue<'brokerClients'> => ({
  asked: true,
  brokers: [{ namespace: 'meshery', service: 'meshery-nats:8222', meshSync: 1, server: 1, others: 0, ...edits }],
})
const brokers = [brokerResource()]
const publishing = (publishingTo: string) => [meshSyncResource({ publishingTo })]
const alone = [meshsync, broker]
const embedded = [Plane.parse({ name: 'reader', discovery: 'embedded' })]
const central = [Plane.parse({ name: 'central' })]

testCheck(unsyncedDiscovery, [
  {
    name: 'a Broker that MeshSync is not connected to',
    sections: { workloads: operatorMode, brokers, brokerClients: connected({ meshSync: 0 }) },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: { missing: ['meshsync'] },
        text: 'the Broker lists no connection named meshsync',
      },
    ],
  },
  {
    name: 'a Broker that the Server in the cluster is not connected to',
    sections: { workloads: operatorMode, brokers, brokerClients: connected({ server: 0, others: 3 }) },
    expect: [{ verdict: 'fail', text: 'the Broker lists no connection named meshery-server' }],
  },
  {
    name: 'a Broker without any connection, claimed by a plane outside',
    sections: { workloads: alone, brokers, brokerClients: connected({ meshSync: 0, server: 0 }) },
    context: { planes: central },
    expect: [{ verdict: 'fail', text: 'the Broker lists no connection named meshsync or meshery-server' }],
  },
  {
    name: 'both connected',
    sections: { workloads: operatorMode, brokers, brokerClients: connected() },
    expect: [{ verdict: 'pass', subject, evidence: { meshSync: 1, server: 1 } }],
  },
  {
    name: 'no Server expected: no plane claims the cluster',
    sections: { workloads: alone, brokers, brokerClients: connected({ server: 0 }) },
    expect: [{ verdict: 'pass', evidence: { meshSync: 1, server: 0 } }],
  },
  {
    name: 'no Server expected: the plane discovers by itself',
    sections: { workloads: alone, brokers, brokerClients: connected({ server: 0 }) },
    context: { planes: embedded },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a Server that became ready five minutes ago',
    sections: {
      workloads: operatorMode,
      brokers,
      brokerClients: connected({ server: 0 }),
      pods: [serverPod({ readySince: minutesAgo(5) })],
    },
    expect: [{ verdict: 'unknown', subject, cause: 'too-young' }],
  },
  {
    name: 'an address on localhost, whatever the Broker lists',
    sections: { workloads: operatorMode, brokers, meshSyncs: publishing('nats://localhost:4222') },
    expect: [
      {
        verdict: 'fail',
        subject,
        evidence: { publishingTo: 'localhost', expected: ['10.100.77.30:4222'] },
        text: 'it publishes to localhost, and the Broker listens on 10.100.77.30:4222',
      },
    ],
  },
  {
    name: 'an address that the Broker had before',
    sections: { workloads: operatorMode, brokers, meshSyncs: publishing('nats://10.100.1.1:4222') },
    expect: [{ verdict: 'fail', text: 'it publishes to 10.100.1.1, and the Broker listens on 10.100.77.30:4222' }],
  },
  {
    name: 'the address of the Broker, as a legacy MeshSync writes it, and connections that were not asked for',
    sections: { workloads: operatorMode, brokers, meshSyncs: publishing('10.100.77.30:4222') },
    expect: [{ verdict: 'unknown', subject, cause: 'undeclared' }],
  },
  {
    name: 'a Broker of before 1.0 that has no internal endpoint',
    sections: {
      workloads: operatorMode,
      brokers: [brokerResource({ endpoint: { internal: ':0' } })],
      meshSyncs: publishing('10.100.1.1:4222'),
      brokerClients: connected(),
    },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a proxy that is not granted',
    sections: { workloads: operatorMode, brokers, brokerClients: failed('forbidden', 'no services/proxy') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'a broker of its own, which is not read',
    sections: { workloads: operatorMode, brokers, meshSyncs: [meshSyncResource({ customBroker: true })] },
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a MeshSync that is not ready, which unready-component reports',
    sections: { workloads: [server, { ...meshsync, readyReplicas: 0 }], brokerClients: connected({ meshSync: 0 }) },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a Server alone', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
