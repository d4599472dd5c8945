import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { PolicyRule } from '@fleet-auditor/model/policy-rule.ts'
import type { Binding, Review, Rights } from '@fleet-auditor/model/rights.ts'
import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import { takenAt } from './check-case.ts'

export const container = (edits: Partial<Container> = {}): Container => ({
  name: 'main',
  image: 'meshery/meshery:v1.0.64',
  init: false,
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '1', memory: '1Gi' },
  env: [],
  ports: [],
  ...edits,
})

export const workload = (edits: Partial<Workload> = {}): Workload => ({
  kind: 'Deployment',
  namespace: 'meshery',
  name: 'meshery',
  component: 'server',
  labels: {},
  podLabels: {},
  serviceAccount: 'meshery-server',
  createdAt: '2026-10-01T00:00:00Z',
  replicas: 1,
  readyReplicas: 1,
  generationCurrent: true,
  conditions: [],
  podRequests: {},
  podLimits: {},
  containers: [container()],
  ...edits,
})

export const server = workload()
export const operator = workload({
  name: 'meshery-operator',
  component: 'operator',
  generation: 'modern',
  serviceAccount: 'meshery-operator',
  containers: [container({ name: 'manager', image: 'meshery/meshery-operator:1.0.5' })],
})
export const meshsync = workload({
  name: 'meshery-meshsync',
  component: 'meshsync',
  generation: 'modern',
  serviceAccount: 'meshery-operator',
  podLabels: { app: 'meshery', component: 'meshsync' },
  containers: [container({ name: 'meshsync', image: 'meshery/meshsync:1.0.3' })],
})
export const broker = workload({
  kind: 'StatefulSet',
  name: 'meshery-nats',
  component: 'broker',
  generation: 'modern',
  serviceAccount: 'default',
  podLabels: {
    'app.kubernetes.io/name': 'nats',
    'app.kubernetes.io/instance': 'meshery-nats',
    'app.kubernetes.io/component': 'nats',
  },
  containers: [container({ name: 'nats', image: 'nats:2.14.2-alpine' })],
})
export const adapter = workload({
  name: 'meshery-istio',
  component: 'adapter',
  containers: [container({ name: 'meshery-istio', image: 'meshery/meshery-istio:v1.0.0' })],
})
export const operatorMode = [server, operator, meshsync, broker]

export const brokerResource = (edits: Partial<BrokerResource> = {}): BrokerResource => ({
  group: 'meshery.io',
  namespace: 'meshery',
  name: 'meshery-broker',
  terminating: false,
  size: 1,
  service: { annotations: {}, sourceRanges: [] },
  endpoint: { internal: '10.100.77.30:4222' },
  conditions: [],
  ...edits,
})

export const meshSyncResource = (edits: Partial<MeshSyncResource> = {}): MeshSyncResource => ({
  group: 'meshery.io',
  namespace: 'meshery',
  name: 'meshery-meshsync',
  terminating: false,
  size: 1,
  watchList: {},
  conditions: [],
  ...edits,
})

export const account = (name: string, namespace = 'meshery'): Identity => ({ kind: 'service-account', namespace, name })
export const user = (name: string, groups: string[] = []): Identity => ({ kind: 'user', name, groups })

export const rule = (edits: Partial<PolicyRule>): PolicyRule => ({
  verbs: [],
  apiGroups: [''],
  resources: [],
  resourceNames: [],
  nonResourceURLs: [],
  ...edits,
})

export const binding = (rules: readonly PolicyRule[], edits: Partial<Binding> = {}): Binding => ({
  kind: 'ClusterRoleBinding',
  name: 'a-binding',
  role: { kind: 'ClusterRole', name: 'a-role' },
  via: 'itself',
  rules: [...rules],
  ...edits,
})

export const rightsOf = (identity: Identity, ...bindings: Binding[]): Rights => ({ identity, bindings })

export const review = (identity: Identity, verb: string, allowed: boolean, edits: Partial<Review> = {}): Review => ({
  identity,
  verb,
  group: '',
  resource: 'nodes',
  allowed,
  denied: false,
  ...edits,
})

/** The review that asks for everything. */
export const wildcardReview = (identity: Identity, allowed: boolean): Review =>
  review(identity, '*', allowed, { group: '*', resource: '*' })

export const nodeWatch = rule({ verbs: ['get', 'list', 'watch'], resources: ['nodes'] })

export const minutesAgo = (minutes: number): string => new Date(Date.parse(takenAt) - minutes * 60_000).toISOString()
