import { projectBroker } from '@fleet-auditor/adapters/kubernetes/projections/meshery-resource-projection.ts'
import {
  projectLease,
  projectLimitRange,
} from '@fleet-auditor/adapters/kubernetes/projections/namespace-projections.ts'
import { projectService } from '@fleet-auditor/adapters/kubernetes/projections/namespace-projections.ts'
import {
  aggregateNodes,
  projectNodeTable,
  sampledNodes,
} from '@fleet-auditor/adapters/kubernetes/projections/node-projection.ts'
import { podsOf, projectPod } from '@fleet-auditor/adapters/kubernetes/projections/pod-projection.ts'
import { withheld } from '@fleet-auditor/adapters/kubernetes/projections/public-value.ts'
import { readableEnvFact, type RawEnv } from '@fleet-auditor/adapters/kubernetes/projections/redaction.ts'
import { projectGatewayRoute, projectIngress } from '@fleet-auditor/adapters/kubernetes/projections/route-projection.ts'
import { projectWorkload } from '@fleet-auditor/adapters/kubernetes/projections/workload-projection.ts'
import { describe, expect, it } from 'vitest'
import { ZodError } from 'zod'

describe('the projection of an environment variable', () => {
  it.each<[name: string, raw: RawEnv, expected: object]>([
    ['a literal on the list', { name: 'PROVIDER', value: 'Local' }, { source: 'literal', value: 'Local' }],
    ['a literal off the list', { name: 'EVENT', value: 'x' }, { source: 'literal' }],
    ['a name without a value', { name: 'PROVIDER' }, { source: 'empty' }],
    ['an empty value', { name: 'PROVIDER', value: '' }, { source: 'empty' }],
    ['a Secret', { name: 'PROVIDER', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }, { source: 'secret' }],
    ['a ConfigMap', { name: 'A', valueFrom: { configMapKeyRef: {} } }, { source: 'config-map' }],
    ['a field', { name: 'A', valueFrom: { fieldRef: {} } }, { source: 'field' }],
    [
      'user and password of URLs',
      { name: 'PROVIDER_BASE_URLS', value: 'https://u:p@a.example.com https://t@b.example.com/x?y=1' },
      { source: 'literal', secretLike: true, value: 'https://a.example.com https://b.example.com/x' },
    ],
    ['a long value', { name: 'PROVIDER', value: 'x'.repeat(400) }, { source: 'literal', value: `${'x'.repeat(300)}…` }],
  ])('%s', (_, raw, expected) => {
    expect(readableEnvFact(raw)).toEqual({ name: raw.name, ...expected })
  })
})

const server = {
  metadata: {
    name: 'meshery',
    namespace: 'm',
    generation: 3,
    labels: { 'app.kubernetes.io/name': 'meshery', team: 'x' },
  },
  spec: {
    selector: { matchLabels: { tier: 'ui' } },
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': 'meshery', tier: 'ui', 'pod-template-hash': 'h' } },
      spec: {
        resources: { requests: { cpu: 1 } },
        initContainers: [{ name: 'prepare', image: 'busybox' }],
        containers: [{ name: 'meshery', image: 'meshery/meshery:1', resources: { limits: { memory: '2Gi' } } }],
      },
    },
  },
  status: { observedGeneration: 2 },
}

describe('projections of workloads and pods', () => {
  const found = projectWorkload('Deployment', server)

  it('name what gives a container all its variables, and retain none of them', () => {
    const template = server.spec.template
    const envFrom = [
      { configMapRef: { name: 'settings' } },
      { prefix: 'DB_', secretRef: { name: 'database', optional: true } },
      { prefix: '', configMapRef: { name: 'more', optional: false } },
    ]
    const containers = template.spec.containers.map((one) => ({ ...one, envFrom }))
    const spec = { ...server.spec, template: { ...template, spec: { ...template.spec, containers } } }
    expect(projectWorkload('Deployment', { ...server, spec })[0]?.workload.containers[1]?.envFrom).toEqual([
      { kind: 'ConfigMap', name: 'settings' },
      { kind: 'Secret', name: 'database', prefix: 'DB_', optional: true },
      { kind: 'ConfigMap', name: 'more' },
    ])
  })

  it('retain what is judged', () => {
    expect(found[0]?.workload).toMatchObject({
      component: 'server',
      labels: { 'app.kubernetes.io/name': 'meshery' },
      podLabels: { 'app.kubernetes.io/name': 'meshery', tier: 'ui' },
      serviceAccount: 'default',
      replicas: 1,
      readyReplicas: 0,
      generationCurrent: false,
      podRequests: { cpu: '1' },
      containers: [
        { name: 'prepare', init: true, requests: {}, limits: {} },
        { name: 'meshery', init: false, requests: {}, limits: { memory: '2Gi' } },
      ],
    })
  })

  it('have no security facts of the empty securityContext that the API server puts into every pod', () => {
    const { template } = server.spec
    const given = { ...template, spec: { ...template.spec, securityContext: {} } }
    const [one] = projectWorkload('Deployment', { ...server, spec: { ...server.spec, template: given } })
    expect(one?.workload.podSecurity).toBeUndefined()
  })

  it.each([
    ['another shape', { ...server, spec: { replicas: 'many' } }],
    ['no object at all', 'x'],
  ])('refuse %s', (_, item) => {
    expect(() => projectWorkload('Deployment', item)).toThrow(ZodError)
  })

  it.each([
    ['its labels', { tier: 'ui', other: 'x' }, 'm', 'meshery'],
    ['another label', { tier: 'db' }, 'm', undefined],
    ['another namespace', { tier: 'ui' }, 'n', undefined],
  ])('assign a pod by %s', (_, labels, namespace, owner) => {
    expect(podsOf(found, [projectPod({ metadata: { name: 'p', namespace, labels } })])[0]?.owner).toBe(owner)
  })

  it('show why a pod waits, by init containers only while they hold it up', () => {
    const waiting = { waiting: { reason: 'CrashLoopBackOff' } }
    const waits = projectPod({
      metadata: { name: 'p', namespace: 'm', labels: { tier: 'ui' } },
      status: {
        phase: 'Pending',
        initContainerStatuses: [{ name: 'done', ready: true, restartCount: 0, state: { terminated: {} } }],
        containerStatuses: [
          { name: 'meshery', restartCount: 4, state: waiting, lastState: { terminated: { reason: 'OOMKilled' } } },
        ],
      },
    })
    const state = {
      name: 'meshery',
      ready: false,
      restarts: 4,
      waiting: 'CrashLoopBackOff',
      lastTerminated: 'OOMKilled',
    }
    expect(podsOf(found, [waits])[0]).toMatchObject({ phase: 'Pending', ready: false, containers: [state] })
  })
})

describe('the projection of nodes', () => {
  const page = (
    ...rows: readonly (readonly [status: string, external: string, internal?: string, roles?: string])[]
  ) => ({
    kind: 'Table',
    columnDefinitions: ['Name', 'Status', 'Roles', 'External-IP', 'Internal-IP'].map((name) => ({ name })),
    rows: rows.map(([status, external, internal = '10.0.0.4', roles = '<none>'], index) => ({
      cells: [`n${index}`, status, roles, external, internal],
    })),
  })
  it.each([
    ['Ready', 0],
    ['Ready,SchedulingDisabled', 0],
    ['NotReady', 1],
    ['NotReady,SchedulingDisabled', 1],
    ['Unknown', 1],
  ])('counts the status %s', (status, notReady) => {
    expect(aggregateNodes(projectNodeTable(page([status, '<none>'])))).toEqual({
      count: 1,
      notReady,
      external: { count: 0, addresses: [] },
    })
  })
  it.each<[name: string, external: string, internal: string, addresses: string[]]>([
    ['an ExternalIP', '34.1.2.3', '10.0.0.4', ['34.1.2.3']],
    ['an InternalIP, on a rented server', '<none>', '65.21.4.5', ['65.21.4.5']],
    ['neither', '<none>', '192.168.1.10', []],
    ['a private ExternalIP', '10.9.9.9', '10.0.0.4', []],
    ['an ExternalIP beside a public InternalIP: once', '34.1.2.3', '65.21.4.5', ['34.1.2.3']],
  ])('has the public address of a node with %s', (_name, external, internal, addresses) => {
    const { external: found } = aggregateNodes(projectNodeTable(page(['Ready', external, internal])))
    expect(found).toEqual({ count: addresses.length, addresses })
  })

  const node = (providerID: string | undefined, label = 'kubernetes.io/os', kubeletVersion = 'v1.33.4') => ({
    metadata: { labels: { [label]: 'x' } },
    spec: { providerID },
    status: { nodeInfo: { kubeletVersion } },
  })
  const aws = 'aws:///eu-west-1a/i-1'
  it.each<[name: string, nodes: readonly unknown[], provider: string | undefined]>([
    ['a node group of EKS', [node(aws, 'eks.amazonaws.com/nodegroup')], 'eks'],
    ['a self-managed node of EKS', [node(aws, undefined, 'v1.33.4-eks-3025e55')], 'eks'],
    ['a hybrid node of EKS', [node('eks-hybrid:///eu-west-1/shop/n', 'eks.amazonaws.com/compute-type')], 'eks'],
    ['EKS behind a virtual node', [node('acme-vk://burst/0'), node(aws, 'eks.amazonaws.com/capacityType')], 'eks'],
    ['GKE', [node('gce://p/z/n', 'cloud.google.com/gke-nodepool')], 'gke'],
    ['GKE by its kubelet', [node('gce://p/z/n', undefined, 'v1.33.8-gke.1026000')], 'gke'],
    ['AKS', [node('azure:///subscriptions/s', 'kubernetes.azure.com/agentpool')], 'aks'],
    ['AKS behind a virtual node', [node(undefined, 'type'), node('azure:///s', 'kubernetes.azure.com/mode')], 'aks'],
    ['OpenShift on AWS', [node(aws, 'node.openshift.io/os_id')], undefined],
    ['OpenShift on Azure', [node('azure:///subscriptions/s', 'node.openshift.io/os_id')], undefined],
    ['kops on AWS', [node(aws, 'kops.k8s.io/instancegroup')], undefined],
    ['k3s on AWS', [node(aws, undefined, 'v1.33.4+k3s1')], undefined],
    ['EKS Anywhere on machines of its own', [node('vsphere://1', undefined, 'v1.33.4-eks-a1b2c3d')], undefined],
    ['nodes of AWS that nothing else marks, behind a virtual one', [node('acme-vk://b/0'), node(aws)], 'eks'],
    ['kind', [node('kind://docker/kind/n')], undefined],
    ['nodes without any id', [node(undefined)], undefined],
  ])('knows the service of %s', (_name, items, provider) => {
    expect(aggregateNodes([], sampledNodes({ items })).provider).toBe(provider)
  })

  it.each(['control-plane', 'control-plane,master', 'etcd,master'])(
    'knows no service where a node has the role %s',
    (roles) => {
      const rows = projectNodeTable(page(['Ready', '<none>'], ['Ready', '<none>', '10.0.0.5', roles]))
      expect(aggregateNodes(rows, sampledNodes({ items: [node(aws)] })).provider).toBeUndefined()
    },
  )

  it('has the id of a node of the cloud, not that of a virtual node before it', () => {
    const items = [node('acme-vk://burst/0'), node(aws, 'eks.amazonaws.com/nodegroup')]
    expect(aggregateNodes([], sampledNodes({ items })).providerID).toBe(aws)
  })
})

describe('the projection of', () => {
  const metadata = { name: 'x', namespace: 'm' }

  it.each([
    ['renewed just now', '2026-08-11T00:00:00.000000Z', 15, true],
    ['renewed too long ago', '2026-08-10T23:59:00.000000Z', 15, false],
    ['never renewed', undefined, 15, false],
    ['without a duration', '2026-08-10T23:59:59.000000Z', undefined, false],
  ])('a lease %s shows whether it is live', (_, renewTime, leaseDurationSeconds, live) => {
    const lease = { metadata, spec: { holderIdentity: 'h', renewTime, leaseDurationSeconds } }
    expect(projectLease(lease, '2026-08-11T00:00:00.000Z')).toEqual({ ...metadata, holder: 'h', live })
  })

  it('a LimitRange holds the defaults of containers alone', () => {
    const limits = [
      { type: 'Pod', max: { cpu: '2' } },
      { type: 'Container', default: { cpu: 1, memory: '1Gi' }, defaultRequest: { cpu: '100m' } },
    ]
    expect(projectLimitRange({ metadata, spec: { limits } })).toEqual({
      ...metadata,
      defaultRequests: { cpu: '100m' },
      defaultLimits: { cpu: '1', memory: '1Gi' },
    })
  })

  it('a Service retains load balancer annotations alone', () => {
    const annotations = { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true', 'example.com/owner': 'x' }
    const service = projectService({
      metadata: { ...metadata, annotations },
      spec: { type: 'LoadBalancer', ports: [{ name: null, port: 4222, nodePort: 31_000 }] },
      status: { loadBalancer: { ingress: [{ hostname: 'h' }] } },
    })
    expect(service.annotations).toEqual({ 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' })
    expect(service).toMatchObject({ ports: [{ port: 4222, nodePort: 31_000 }], ingress: [{ hostname: 'h' }] })
  })

  it('the type of a Service is as old as its newest change by a manager of it', () => {
    const set = (time: string, fieldsV1: object, more: object = {}) => ({ manager: 'm', time, fieldsV1, ...more })
    const ofType = { 'f:spec': { 'f:type': {} } }
    const managedFields = [
      set('2026-11-21T01:00:00Z', ofType),
      set('2026-11-20T01:00:00Z', ofType),
      set('2026-11-21T02:00:00Z', { 'f:metadata': { 'f:annotations': {} } }),
      set('2026-11-21T02:30:00Z', { 'f:spec': { 'f:ports': {} } }),
      set('2026-11-21T03:00:00Z', { 'f:status': {} }, { subresource: 'status' }),
    ]
    const service = projectService({ metadata: { ...metadata, managedFields }, spec: { type: 'LoadBalancer' } })
    expect(service.typeSetAt).toBe('2026-11-21T01:00:00Z')
  })

  it.each([
    ['aws-load-balancer-security-groups', 'sg-0a1b,office', 'sg-0a1b,office'],
    ['aws-load-balancer-extra-security-groups', 'sg-0a1b', 'sg-0a1b'],
    ['aws-load-balancer-security-group-prefix-lists', 'pl-0a1b, pl-2c3d', 'pl-0a1b, pl-2c3d'],
    ['azure-allowed-service-tags', 'AzureCloud', 'AzureCloud'],
    ['azure-pls-create', 'true', 'true'],
    ['azure-pls-visibility', '*', '*'],
    ['azure-pls-auto-approval', '*', '*'],
    ['azure-pls-auto-approval', 'password=x', withheld],
  ])('a Service retains what lets others in: %s "%s"', (name, value, expected) => {
    const key = `service.beta.kubernetes.io/${name}`
    const { annotations } = projectService({ metadata: { ...metadata, annotations: { [key]: value } }, spec: {} })
    expect(annotations).toEqual({ [key]: expected })
  })

  it('a Broker of few fields is complete', () => {
    expect(projectBroker('meshery.io', { metadata: { ...metadata, deletionTimestamp: 't' } })).toEqual({
      group: 'meshery.io',
      ...metadata,
      managedBy: { tool: 'none' },
      terminating: true,
      size: 1,
      service: { annotations: {}, sourceRanges: [] },
      endpoint: {},
      conditions: [],
    })
  })

  it('an Ingress follows its default backend and a named port', () => {
    const backend = { service: { name: 's', port: { name: 'http' } } }
    const spec = { defaultBackend: backend, rules: [{ http: { paths: [{ backend: { resource: {} } }] } }] }
    expect(projectIngress({ metadata, spec })).toEqual([
      {
        kind: 'Ingress',
        ...metadata,
        backends: [{ namespace: 'm', service: 's', port: 'http' }],
        hosts: [],
        tls: false,
      },
    ])
  })

  it('an HTTPRoute follows a backend in another namespace', () => {
    const refs = [{ name: 's', namespace: 'n', port: 80 }, { kind: 'Bucket', name: 'b' }, { name: 't' }]
    const [route] = projectGatewayRoute('HTTPRoute')({
      metadata,
      spec: { hostnames: ['h'], rules: [{ backendRefs: refs }] },
    })
    expect(route?.backends).toEqual([
      { namespace: 'n', service: 's', port: 80 },
      { namespace: 'm', service: 't' },
    ])
  })
})
