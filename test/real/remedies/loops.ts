import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { mesheryDefinitions } from '@fleet-auditor/simulator/meshery/custom-resources.ts'
import { legacyInstall, modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { namespace } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { operatorObjects } from '@fleet-auditor/simulator/meshery/operator-install.ts'
import { clusterRole, clusterRoleBinding, allow, serviceAccount } from '@fleet-auditor/simulator/meshery/rbac.ts'
import { internalAnnotations, publicLoadBalancer, type Exposure } from '@fleet-auditor/simulator/meshery/service.ts'
import { control, info, probe, silent, vantage } from '../../checks/broker-cluster.ts'
import { nodeObject } from '../node-object.ts'

/** Installed by plain manifests: then every remedy is a kubectl command. */
function unmanaged(object: KubernetesObject): KubernetesObject {
  const { labels = {}, annotations = {}, ...metadata } = object.metadata
  const without = (entries: Readonly<Record<string, string>>, out: RegExp) =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => !out.test(key)))
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: without(labels, /^helm\.sh\/|managed-by$/),
      annotations: without(annotations, /^meta\.helm\.sh\//),
    },
  }
}

export interface Loop {
  readonly check: string
  /** What distinguishes it from another loop of the same check. */
  readonly way?: string
  /** Objects to delete, and to apply, so that the check fails; absent: the state that the loop before left. */
  readonly without?: readonly string[]
  readonly given?: readonly KubernetesObject[]
  /** What a person would set. */
  readonly variables?: Readonly<Record<string, string>>
  /** Which of the alternatives; absent: the steps themselves. */
  readonly alternative?: number
  /** What is declared and probed. `after`: whether the remedy was followed. */
  readonly context?: (after: boolean) => Partial<ClusterContext>
  /** The operator does nothing until it is restarted. */
  readonly hung?: true
  /** Objects to delete that a finalizer holds. */
  readonly terminating?: readonly string[]
  /** What the remedy itself announces that it opens. */
  readonly opens?: readonly string[]
  /** Run again it finds nothing to change, and fails. */
  readonly once?: true
  /** A part comes back: what was open of it before it went is open again. */
  readonly returns?: true
  readonly resolution?: 'subject-gone' | 'not-applicable'
}

interface Install {
  readonly name: string
  readonly objects: readonly unknown[]
  readonly loops: readonly Loop[]
}

const node = nodeObject({ name: 'node-1', providerId: 'aws:///eu-west-1a/i-1', internalIp: '10.0.0.1' })

/** A careless install: a public Broker of three servers, a Server of chart defaults, an Operator too many. */
const careless: Install = {
  name: 'a careless install',
  objects: [
    node,
    ...[
      ...modernInstall({ broker: { size: 3, exposure: publicLoadBalancer('aks', '34.90.1.2') } }),
      namespace('tools'),
      ...operatorObjects({ namespace: 'tools' }),
    ].map(unmanaged),
  ],
  /** In an order in which an engineer would take them; each begins where the one before ended. */
  loops: [
    { check: 'public-broker', alternative: 0 },
    { check: 'scaled-broker' },
    { check: 'operator-namespace' },
    { check: 'missing-node-watch' },
    { check: 'discovery-permission-gap' },
    { check: 'empty-cluster-id' },
    { check: 'exposed-server-service' },
    {
      check: 'missing-resources',
      variables: { CPU_REQUEST: '500m', CPU_LIMIT: '2', MEMORY_REQUEST: '256Mi', MEMORY_LIMIT: '512Mi' },
    },
    { check: 'unpinned-image', variables: { IMAGE: `meshery/meshery@sha256:${'1f'.repeat(32)}` } },
    { check: 'wildcard-role' },
    { check: 'secrets-in-discovery' },
  ],
}

const modest = [
  allow('', ['namespaces', 'pods', 'services'], ['get', 'list']),
  allow('meshery.io', ['brokers', 'meshsyncs'], ['get', 'list', 'watch']),
]
const remote = {
  PROVIDER: 'Meshery',
  PROVIDER_BASE_URLS: 'https://cloud.meshery.io',
  MESHERY_SERVER_CALLBACK_URL: 'https://meshery.example.com/api/user/token',
}
type ModernOptions = NonNullable<Parameters<typeof modernInstall>[0]>
const installed = ({ server, ...others }: ModernOptions = {}): KubernetesObject[] =>
  modernInstall({
    server: server !== false && {
      exposure: { type: 'ClusterIP' },
      rules: modest,
      ...server,
      env: { ...remote, ...server?.env },
    },
    ...others,
  }).map(unmanaged)
const serverWith = (env: Readonly<Record<string, string>>) =>
  installed({ server: { env } }).filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'meshery')
const only = (kind: string, objects: readonly KubernetesObject[]) => objects.filter((object) => object.kind === kind)
const meshSyncWith = (spec: object) =>
  only('MeshSync', installed()).map((object) => ({ ...object, spec: { ...Object(object['spec']), ...spec } }))
const meshSyncDeployment = (image: string) =>
  installed({ meshSync: { image } })
    .filter(({ metadata }) => metadata.name === 'meshery-meshsync')
    .filter(({ kind }) => kind === 'Deployment')
const brokerWith = (exposure: Exposure, endpoint?: string) =>
  installed({ broker: { exposure, externalEndpoint: endpoint } }).filter(
    ({ kind, metadata }) => kind === 'Broker' || (kind === 'Service' && metadata.name === 'meshery-nats'),
  )
const wideServer = [
  clusterRole({ name: 'meshery-nodes' }, [allow('', ['nodes'], ['get', 'list', 'watch'])]),
  clusterRoleBinding({ name: 'meshery-nodes' }, 'meshery-nodes', [serviceAccount('meshery', 'meshery-server')]),
]
const fresh = ['brokers.meshery.io/meshery-broker', 'service/meshery-nats']
const balancer = (edits: Partial<Extract<Exposure, { type: 'LoadBalancer' }>> = {}): Exposure => ({
  type: 'LoadBalancer',
  ingress: [{ ip: '34.90.1.2' }],
  ...edits,
})
const outsider = Plane.parse({ name: 'central', hosting: 'docker', portForward: false, manages: [{}] })
const later = (): Partial<ClusterContext> => ({ takenAt: new Date(Date.now() + 86_400_000).toISOString() })
const dialled = (result: ReturnType<typeof info>, edits: Partial<ClusterContext> = {}): Partial<ClusterContext> => ({
  vantages: [vantage({ egress: ['34.77.0.9/32'] })],
  observations: [probe('broker', '34.90.1.2', result), probe('monitoring', '34.90.1.2', silent), control()],
  ...edits,
})
const egress = { PLANE_EGRESS: '34.88.0.7/32' }

const openBroker = {
  without: fresh,
  given: brokerWith(balancer()),
  context: (after: boolean) => dialled(after ? silent : info(true), { provider: 'gke' }),
}

const misconfigured: Install = {
  name: 'an install of which one thing is wrong',
  objects: [node, namespace('tools'), ...installed()],
  loops: [
    {
      check: 'local-provider',
      given: serverWith({ PROVIDER: 'None', MESHERY_SERVER_CALLBACK_URL: '' }),
      variables: {
        PROVIDER: 'Meshery',
        PROVIDER_URL: 'https://cloud.meshery.io',
        EXTERNAL_HOST: 'meshery.example.com',
      },
    },
    {
      check: 'loose-provider-urls',
      given: serverWith({ PROVIDER_BASE_URLS: 'https://cloud.meshery.io https://cloud.layer5.io' }),
      variables: { PROVIDER_URL: 'https://cloud.meshery.io' },
    },
    {
      check: 'wrong-callback-url',
      given: serverWith({ MESHERY_SERVER_CALLBACK_URL: 'http://meshery' }),
      variables: { EXTERNAL_HOST: 'meshery.example.com' },
    },
    { check: 'verbose-logging', given: serverWith({ LOG_LEVEL: '6', DEBUG: 'true' }) },
    { check: 'short-policy-timeout', given: serverWith({ POLICY_EVAL_TIMEOUT: '30s' }) },
    { check: 'unneeded-node-watch', given: wideServer },
    { check: 'duplicate-operators', given: operatorObjects({ namespace: 'tools' }).map(unmanaged), alternative: 0 },
    { check: 'scaled-meshsync', given: meshSyncWith({ size: 2 }) },
    {
      check: 'version-skew',
      given: [...meshSyncWith({ version: '1.0.0' }), ...meshSyncDeployment('meshery/meshsync:1.0.0')],
    },
    {
      check: 'widening-blacklist',
      given: meshSyncWith({ 'watch-list': { data: { blacklist: '["secrets.v1."]', whitelist: null } } }),
    },
    {
      check: 'untuned-discovery-scope',
      given: [
        ...Array.from({ length: 100 }, (_, index) => nodeObject({ name: `many-${index}` })),
        ...only('MeshSync', installed()),
      ],
    },
    {
      check: 'unauthenticated-broker',
      without: fresh,
      given: brokerWith(balancer({ sourceRanges: ['34.77.0.9/32'] })),
      context: (after) => dialled(info(after)),
    },
    { check: 'stale-broker-endpoint', without: fresh, given: brokerWith(balancer(), '34.90.9.9:4222'), hung: true },
    ...['exposed-broker-monitoring', 'public-broker'].flatMap((check): Loop[] => [
      { ...openBroker, check, way: 'limited to the plane', variables: egress },
      { ...openBroker, check, way: 'internal', alternative: 1, context: () => ({ provider: 'gke' }) },
    ]),
    {
      check: 'contradictory-exposure',
      without: fresh,
      given: brokerWith(balancer({ annotations: internalAnnotations.eks })),
      alternative: 0,
      context: () => ({ provider: 'eks' }),
      resolution: 'not-applicable',
    },
    {
      check: 'pending-broker-endpoint',
      without: fresh,
      given: brokerWith({ type: 'LoadBalancer', ingress: [] }, ''),
      alternative: 0,
      context: later,
      resolution: 'not-applicable',
    },
    {
      check: 'dead-nodeport-endpoint',
      without: fresh,
      given: brokerWith({ type: 'NodePort', nodePort: 31_422 }, '10.96.0.1:31422'),
      variables: { BROKER_ENDPOINT: 'broker.example.com:31422' },
      context: () => ({ planes: [outsider] }),
    },
    {
      check: 'unreachable-broker',
      without: fresh,
      given: brokerWith({ type: 'ClusterIP' }, ''),
      variables: egress,
      context: (after) =>
        dialled(after ? info(true) : silent, {
          planes: [outsider],
          vantages: [vantage({ egress: ['34.88.0.7/32'], standsFor: ['central'] })],
        }),
    },
    { check: 'missing-broker', without: [...fresh, 'statefulset/meshery-nats'], alternative: 0, returns: true },
    {
      check: 'missing-meshsync',
      without: ['meshsyncs.meshery.io/meshery-meshsync', 'deployment/meshery-meshsync'],
      alternative: 0,
      returns: true,
      opens: ['secrets-in-discovery: Deployment meshery/meshery-meshsync'],
    },
    {
      check: 'orphaned-components',
      // With the finalizer that the operator gives it.
      given: brokerWith({ type: 'ClusterIP' }, ''),
      without: ['deployment/meshery-operator'],
      terminating: ['brokers.meshery.io/meshery-broker'],
      alternative: 0,
      once: true,
      resolution: 'subject-gone',
    },
  ],
}

/** The Broker's definition, with some of its spec replaced. */
const definitionWith = (spec: object = {}): readonly KubernetesObject[] =>
  mesheryDefinitions('modern')
    .filter(({ metadata }) => metadata.name === 'brokers.meshery.io')
    .map(({ apiVersion, kind, metadata, spec: own }) => ({
      apiVersion,
      kind,
      metadata,
      spec: { ...Object(own), ...spec },
    }))
const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
/** As an Operator before it stored them: the API server notes each version that was ever stored. */
const storedAsBefore = ['v1alpha1', 'v1alpha2'].map((name) => ({
  name,
  served: true,
  storage: name === 'v1alpha1',
  schema,
  subresources: { status: {} },
}))
const deadWebhook = {
  strategy: 'Webhook',
  webhook: {
    conversionReviewVersions: ['v1'],
    clientConfig: { service: { namespace: 'meshery', name: 'meshery-webhook-service' } },
  },
}

/** What upgrades from a legacy operator leave. */
const upgraded: Install = {
  name: 'an upgraded install',
  objects: [node, ...installed()],
  loops: [
    {
      check: 'stale-crds',
      way: 'an older stored version',
      given: [...definitionWith({ versions: storedAsBefore }), ...definitionWith()],
    },
    { check: 'stale-crds', way: 'a dead webhook', given: definitionWith({ conversion: deadWebhook }) },
    {
      check: 'stale-crds',
      way: 'the group of before',
      given: mesheryDefinitions('legacy', 'meshery.layer5.io'),
      resolution: 'subject-gone',
      once: true,
    },
    {
      check: 'legacy-leftovers',
      given: legacyInstall({ exposure: { type: 'ClusterIP' } })
        .filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'meshery-broker')
        .map(unmanaged),
      resolution: 'subject-gone',
    },
  ],
}

export const installs: readonly Install[] = [careless, misconfigured, upgraded]

/** The checks whose printed kubectl commands are run on a real API server. */
export const loopedChecks: readonly string[] = [
  ...new Set(installs.flatMap(({ loops }) => loops.map(({ check }) => check))),
]
