import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Sections, SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { PodState, Workload } from '@fleet-auditor/model/workload.ts'
import fc from 'fast-check'
import { nodesWith, service, withNodePorts } from './broker-cluster.ts'
import { sectionsOf } from './check-case.ts'
import { cloudFacts } from './cloud-facts.ts'
import { definition, oldDefinition } from './definitions.ts'
import { endedEarly, serverPod } from './kube-pod.ts'
import {
  account,
  binding,
  broker,
  brokerResource,
  container,
  meshsync,
  meshSyncResource,
  nodeWatch,
  operator,
  review,
  rightsOf,
  rule,
  wildcardReview,
  workload,
} from './meshery-objects.ts'
import { adapters, oldMeshSync, oldOperator, serverForms } from './server-forms.ts'

const bare = container({ requests: {}, limits: {}, image: 'meshery/meshery:stable-latest' })

const serverLabels = { 'app.kubernetes.io/name': 'meshery' }
const serverService = (edits: Partial<ServiceFacts>): ServiceFacts =>
  service({ name: 'meshery', selector: serverLabels, ports: [{ port: 9081, targetPort: 8080 }], ...edits })

const workloads = fc
  .record({
    parts: fc.subarray(['server', 'operator', 'meshsync', 'broker'] as const),
    server: fc.constantFrom(...serverForms),
    adapters: fc.constantFrom(...adapters),
    old: fc.boolean(),
    bare: fc.boolean(),
    secondOperator: fc.boolean(),
    down: fc.boolean(),
    onNodes: fc.boolean(),
  })
  .map(({ parts: names, server, adapters: beside, old, bare: unset, secondOperator, down, onNodes }): Workload[] => {
    const forms = {
      server: { ...server, podLabels: serverLabels },
      operator: old ? oldOperator(operator) : operator,
      meshsync: old ? oldMeshSync(meshsync) : meshsync,
      broker,
    }
    const parts = [...names.map((name) => forms[name]), ...beside]
    const all = secondOperator ? [...parts, workload({ ...operator, namespace: 'tools' })] : parts
    return all.map((each) => ({
      ...each,
      ...(unset ? { containers: [bare] } : {}),
      ...(down ? { readyReplicas: 0 } : {}),
      ...(onNodes ? { hostNetwork: true } : {}),
    }))
  })

const everything = binding([rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] })])

/** Rights of one account as roles, and as the authorizer would list them: the two agree, as on a real API server. */
const accountRights = (identity: Identity) =>
  fc.constantFrom('none', 'nodes', 'everything').map((level) => {
    const bindings = level === 'none' ? [] : [level === 'nodes' ? binding([nodeWatch]) : everything]
    const allowed = level !== 'none'
    return {
      rights: rightsOf(identity, ...bindings),
      reviews: [
        review(identity, 'list', allowed),
        review(identity, 'watch', allowed),
        wildcardReview(identity, level === 'everything'),
      ],
    }
  })

const services = fc
  .record({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    internal: fc.boolean(),
    limited: fc.boolean(),
    ip: fc.constantFrom(undefined, '10.0.0.9', '52.31.7.9'),
    nodePorts: fc.boolean(),
    old: fc.boolean(),
  })
  .map(({ type, internal, limited, ip, nodePorts, old }) => [
    ...(old ? [service({ name: 'meshery-broker', selector: { app: 'meshery', component: 'broker' } })] : []),
    service({
      type,
      annotations: internal ? { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' } : {},
      sourceRanges: limited ? ['198.51.100.0/24'] : [],
      ingress: ip ? [{ ip }] : [],
      ...(nodePorts ? { ports: withNodePorts(service().ports) } : {}),
    }),
  ])

const routes = fc
  .record({
    kind: fc.constantFrom('Ingress', 'TCPRoute', 'TargetGroupBinding', 'ServiceAttachment'),
    service: fc.constantFrom('meshery-nats', 'meshery', 'grafana'),
    reach: fc.constantFrom(undefined, 'inside' as const, 'anyone' as const),
    madeFor: fc.constantFrom(undefined, 'service' as const, 'ingress' as const),
  })
  .chain(({ service: to, ...facts }) =>
    fc.constantFrom<SectionValue<'routes'>>(
      { asked: 'every-kind', routes: [] },
      { asked: true, routes: [] },
      { asked: false },
      {
        asked: 'every-kind',
        routes: [
          {
            ...facts,
            namespace: 'meshery',
            name: 'way',
            hosts: [],
            tls: false,
            backends: [{ namespace: 'meshery', service: to, port: 4222 }],
          },
        ],
      },
    ),
  )
/** The Server's own Service, as its chart makes it and as an engineer closes it; none beside a Server that is outside. */
const serverServices = fc.constantFrom(
  [],
  [serverService({ type: 'ClusterIP' })],
  [serverService({ type: 'LoadBalancer', ingress: [{ ip: '52.31.7.10' }] })],
  [serverService({ type: 'LoadBalancer' })],
  [serverService({ type: 'NodePort' })],
)

/** Pods of the Server: none listed, one that never ended, one that ends again and again while it starts. */
const pods = fc.constantFrom<PodState[]>(
  [],
  [serverPod({ containers: [{ name: 'meshery', ready: true, restarts: 0 }] })],
  [serverPod({ containers: [endedEarly({ restarts: 900 })] })],
)

const tunedList = { whitelist: JSON.stringify([{ Resource: 'pods.v1.', Events: ['ADDED'] }]) }

/** Clusters with any mix of Meshery parts, resources, rights and cloud facts, everything read. */
export const anyCluster: fc.Arbitrary<Sections> = fc
  .record({
    workloads,
    brokers: fc.constantFrom<BrokerResource[]>(
      [],
      [brokerResource()],
      [brokerResource({ size: 3 })],
      [brokerResource({ endpoint: { external: '34.1.2.3:31222' } })],
      [brokerResource({ endpoint: { external: '52.31.7.9:4222' } })],
      [brokerResource({ terminating: true })],
    ),
    meshSyncs: fc.constantFrom<MeshSyncResource[]>(
      [],
      [meshSyncResource()],
      [meshSyncResource({ watchList: tunedList })],
      [meshSyncResource({ size: 3, watchList: { blacklist: '["secrets.v1."]' } })],
    ),
    rights: fc.tuple(...['meshery-server', 'meshery-operator', 'default'].map((name) => accountRights(account(name)))),
    toolsRights: accountRights(account('meshery-operator', 'tools')),
    leases: fc.constantFrom<SectionValue<'leases'>>(
      [],
      [
        { namespace: 'meshery', name: 'meshery-operator-leader.meshery.io', live: true },
        { namespace: 'meshery', name: 'operator-00000001-0000-4000-8000-000000000000.meshery.io', live: true },
      ],
    ),
    definitions: fc.constantFrom<SectionValue<'definitions'>>(
      [],
      [definition()],
      [oldDefinition('meshery.layer5.io')],
      [definition({ storedVersions: ['v1alpha1', 'v1alpha2'] })],
    ),
    crdJobs: fc.constantFrom<SectionValue<'crdJobs'>>(
      [],
      [
        {
          namespace: 'meshery',
          name: 'meshery-operator-crd-update',
          createdAt: '2026-10-01T00:00:00Z',
          ended: { as: 'Failed', reason: 'DeadlineExceeded' },
        },
      ],
    ),
    brokerClients: fc.constantFrom<SectionValue<'brokerClients'>>(
      { asked: false },
      ...[0, 1].map((meshSync) => ({
        asked: true as const,
        brokers: [{ namespace: 'meshery', service: 'meshery-nats:8222', meshSync, server: 1, others: 0 }],
      })),
    ),
    services,
    routes,
    serverServices,
    pods,
    nodes: fc.constantFrom(nodesWith(), nodesWith('34.1.2.3'), { ...nodesWith(), count: 120 }),
    cloud: fc.constantFrom(
      cloudFacts(),
      cloudFacts({
        version: '1.20',
        support: { extended: false, standardUntil: '2025-01-01' },
        endpoint: { public: true, private: false, authorizedRanges: null, externalDns: false },
      }),
    ),
  })
  .map(({ rights, toolsRights, serverServices: ofServer, ...sections }) =>
    sectionsOf({
      ...sections,
      services: [...sections.services, ...ofServer],
      rights: [...rights, toolsRights].map((each) => each.rights),
      reviews: [...rights, toolsRights].flatMap((each) => each.reviews),
    }),
  )
