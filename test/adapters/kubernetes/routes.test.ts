import { exposedServerService } from '@fleet-auditor/checks/catalog/exposed-server-service.ts'
import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { auditorRules } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { namespace } from '@fleet-auditor/simulator/meshery/namespace.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contextOf, sectionsOf } from '../../checks/check-case.ts'
import { collectFrom, failuresOf, type Bench } from './collect-from.ts'
import { renamed, routeObjects, type RouteObject } from './route-objects.ts'

/** What the collector makes of a cluster with these objects beside Meshery, and what is judged of it. */
async function judged(objects: readonly KubernetesObject[], bench: Bench = {}) {
  const { sections, collection } = await collectFrom({ objects: [...modernInstall(), ...objects], ...bench })
  const all = { ...sectionsOf(), ...sections }
  const verdicts = evaluateCluster([publicBroker], all, contextOf(), { overrides: [] })
  const own = verdicts.filter(({ verdict }) => verdict !== 'not-applicable')
  return { sections, counters: collection.counters, verdicts: own.map(({ verdict }) => verdict) }
}

/** Two Services lead to the Broker: its own, and the headless one of its StatefulSet. */
const [passing, doubted] = [
  ['pass', 'pass'],
  ['unknown', 'pass'],
]

const routesOf = ({ sections: { routes } }: Awaited<ReturnType<typeof judged>>) =>
  routes.status === 'collected' && routes.value.asked ? routes.value.routes : []

describe('a Broker behind a ClusterIP', () => {
  it('passes where nothing leads to it', async () => {
    const { verdicts, sections } = await judged([])
    expect(failuresOf(sections)).toEqual({})
    expect(verdicts).toEqual(passing)
  })

  it.each(routeObjects)('does not pass where $name leads to it', async ({ kind, object }) => {
    const found = await judged([namespace('edge'), object({ namespace: 'meshery', service: 'meshery-nats' })])
    expect(failuresOf(found.sections)).toEqual({})
    expect(routesOf(found).map((route) => route.kind)).toEqual([kind])
    expect(found.verdicts).toEqual(doubted)
  })

  it.each(routeObjects)('passes where $name leads elsewhere', async ({ object }) => {
    const found = await judged([namespace('edge'), object({ namespace: 'edge', service: 'grafana' })])
    expect(failuresOf(found.sections)).toEqual({})
    expect(routesOf(found)).toEqual([])
    expect(found.verdicts).toEqual(passing)
  })

  it.each(routeObjects.filter(({ group }) => group !== ''))(
    'is unknown, with the grant, where $resource.$group may not be listed',
    async ({ group, resource, object, local }) => {
      const rules = auditorRules.map((rule) =>
        rule.apiGroups?.includes(group)
          ? { ...rule, resources: rule.resources?.filter((one) => one !== resource) ?? [] }
          : rule,
      )
      const { sections, verdicts } = await judged([object({ namespace: 'edge', service: 'grafana' })], { rules })
      const grant = { kind: 'kubernetes', verbs: ['list'], group, resource, ...(local ? { namespace: 'meshery' } : {}) }
      expect(sections.routes).toMatchObject({ status: 'failed', cause: 'forbidden', grant })
      expect(verdicts).toEqual(['unknown', 'unknown'])
    },
  )

  it('asks for no kind whose API is not served', async () => {
    const { api } = await collectFrom({ objects: modernInstall() })
    const groups = api.requests().map(({ group }) => group)
    expect(groups.filter((group) => group && routeObjects.some((each) => each.group === group))).toEqual([
      'networking.k8s.io',
    ])
  })

  it('asks for nothing of the kind where Meshery is a Server behind a ClusterIP', async () => {
    const { api, sections } = await collectFrom({ objects: serverOnly({ exposure: { type: 'ClusterIP' } }) })
    expect(sections.routes).toMatchObject({ value: { asked: false } })
    expect(api.requests().filter(({ resource }) => resource === 'configmaps' || resource === 'ingresses')).toEqual([])
  })

  it('reads the ConfigMap that the controller names, and no other', async () => {
    const deployment = controller('Deployment', ['--tcp-services-configmap=$(POD_NAMESPACE)/streams'])
    const map = configMap('streams', { 4222: 'meshery/meshery-nats:4222:PROXY', 9000: 'not an address' })
    const rules = [...auditorRules, { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }]
    const found = await judged([namespace('edge'), deployment, map, configMap('other', { 1: 'meshery/x:1' })], {
      rules,
    })
    expect(routesOf(found)).toEqual([
      {
        kind: 'ConfigMap',
        namespace: 'edge',
        name: 'streams',
        hosts: [],
        tls: false,
        backends: [{ namespace: 'meshery', service: 'meshery-nats', port: 4222 }],
      },
    ])
    expect(found.verdicts).toEqual(doubted)
  })

  it('is unknown where that ConfigMap may not be read, and passes where there is none', async () => {
    const daemonSet = controller('DaemonSet', ['--tcp-services-configmap', 'edge/streams'])
    const refused = await judged([namespace('edge'), daemonSet])
    expect(refused.sections.routes).toMatchObject({ cause: 'forbidden', grant: { resource: 'configmaps' } })
    expect(refused.verdicts).toEqual(['unknown', 'unknown'])
    const rules = [...auditorRules, { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }]
    expect((await judged([namespace('edge'), daemonSet], { rules })).verdicts).toEqual(passing)
  })

  it.each([
    ['ACCEPT_AUTOMATIC', ['fail', 'pass']],
    ['ACCEPT_MANUAL', passing],
  ])('published by Private Service Connect with %s', async (connectionPreference, expected) => {
    const { verdicts } = await judged([attachment(connectionPreference)])
    expect(verdicts).toEqual(expected)
  })

  it('is unknown, with the grant, where ServiceAttachments may not be listed', async () => {
    const rules = auditorRules.filter((rule) => !rule.apiGroups?.includes('networking.gke.io'))
    const { sections, verdicts } = await judged([attachment('ACCEPT_MANUAL')], { rules })
    expect(sections.routes).toMatchObject({ cause: 'forbidden', grant: { resource: 'serviceattachments' } })
    expect(verdicts).toEqual(['unknown', 'unknown'])
  })

  it('is found by a Service that selects its pods by a label of their own', async () => {
    const labelled = modernInstall().map((object) => withPodLabel(object, 'example.com/queue', 'events'))
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'queue', namespace: 'meshery' },
      spec: { type: 'LoadBalancer', selector: { 'example.com/queue': 'events' }, ports: [{ port: 4222 }] },
      status: { loadBalancer: { ingress: [{ ip: '34.1.2.3' }] } },
    }
    const { sections } = await collectFrom({ objects: [...labelled, service] })
    const verdicts = evaluateCluster([publicBroker], { ...sectionsOf(), ...sections }, contextOf(), { overrides: [] })
    expect(verdicts.map(({ verdict }) => verdict).toSorted()).toEqual(['fail', 'pass', 'pass'])
  })

  it('passes no more often where a right is taken away, whatever leads to it', { timeout: 120_000 }, async () => {
    const kinds = fc.record({
      objects: fc.subarray([...routeObjects], { maxLength: 4 }),
      leads: fc.boolean(),
      taken: fc.constantFrom(...auditorRules),
    })
    await fc.assert(
      fc.asyncProperty(kinds, async ({ objects, leads, taken }) => {
        const to = leads ? { namespace: 'meshery', service: 'meshery-nats' } : { namespace: 'edge', service: 'other' }
        const made = [namespace('edge'), ...objects.map(({ object }, index) => renamed(object(to), index))]
        const whole = await judged(made)
        const less = await judged(made, { rules: auditorRules.filter((rule) => rule !== taken) })
        const passes = (verdicts: readonly string[]) => verdicts.filter((verdict) => verdict === 'pass').length
        expect(passes(less.verdicts)).toBeLessThanOrEqual(passes(whole.verdicts))
      }),
      { numRuns: 15 },
    )
  })

  it('costs three rounds with every API served, and lists each kind once', async () => {
    const to = { namespace: 'meshery', service: 'meshery-nats' }
    const all = routeObjects.map(({ object }, index) => renamed(object(to), index))
    const found = await judged([namespace('edge'), ...all])
    expect(failuresOf(found.sections)).toEqual({})
    expect(routesOf(found)).toHaveLength(routeObjects.length)
    expect(found.counters.rounds).toBe(3)
    expect(found.counters.reads).toBeLessThanOrEqual(45)
  })
})

it('a NodePort Server that a TargetGroupBinding leads to is asked for, and tcp-services is not', async () => {
  const binding = routeObjects.find(({ group }) => group === 'elbv2.k8s.aws')
  const objects = [
    ...serverOnly({ exposure: { type: 'NodePort', nodePort: 30_981 } }),
    ...(binding ? [binding.object({ namespace: 'meshery', service: 'meshery' })] : []),
  ]
  const { sections, api } = await collectFrom({ objects })
  const verdicts = evaluateCluster([exposedServerService], { ...sectionsOf(), ...sections }, contextOf(), {
    overrides: [],
  })
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['pass'])
  expect(api.requests().filter(({ resource }) => resource === 'configmaps' || resource === 'daemonsets')).toEqual([])
})

describe('a route to a Broker that only private networks reach', () => {
  const to = { namespace: 'meshery', service: 'meshery-nats' }
  const gateway = (gatewayClassName: string, ...values: string[]) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'entry', namespace: 'edge' },
    spec: { gatewayClassName },
    status: { addresses: values.map((value) => ({ type: 'IPAddress', value })) },
  })
  const made = (name: string): RouteObject['object'] => {
    const found = routeObjects.find((each) => each.name === name)
    if (!found) throw new Error(`no route object ${name}`)
    return found.object
  }
  const withStatus = (ingressClass: string, ingress: object): KubernetesObject => {
    const object = made('an Ingress')(to)
    const annotations = { 'kubernetes.io/ingress.class': ingressClass }
    return {
      ...object,
      metadata: { ...object.metadata, annotations },
      status: { loadBalancer: { ingress: [ingress] } },
    }
  }
  it.each<[name: string, objects: KubernetesObject[], verdicts: string[]]>([
    ['GKE’s internal Ingress', [withStatus('gce-internal', { ip: '10.0.0.9' })], passing],
    ['GKE’s internal Ingress without an address yet', [withStatus('gce-internal', {})], doubted],
    ['GKE’s external Ingress', [withStatus('gce', { ip: '34.1.2.3' })], doubted],
    [
      'an internal ALB',
      [withStatus('alb', { hostname: 'internal-k8s-meshery-1.eu-west-1.elb.amazonaws.com' })],
      passing,
    ],
    ['an ALB', [withStatus('alb', { hostname: 'k8s-meshery-1.eu-west-1.elb.amazonaws.com' })], doubted],
    ['a private address of another class, which may be a node’s', [withStatus('nginx', { ip: '10.0.0.9' })], doubted],
    ['GKE’s internal Gateway', [made('a TCPRoute')(to), gateway('gke-l7-rilb', '10.0.0.9')], passing],
    ['GKE’s internal Gateway without an address', [made('a TCPRoute')(to), gateway('gke-l7-rilb')], doubted],
    ['another Gateway', [made('a TCPRoute')(to), gateway('istio', '10.0.0.9')], doubted],
    ['a Gateway that is not there', [made('a TCPRoute')(to)], doubted],
  ])('%s', async (_, objects, expected) => {
    expect((await judged([namespace('edge'), ...objects])).verdicts).toEqual(expected)
  })
})

const attachment = (connectionPreference: string): KubernetesObject => ({
  apiVersion: 'networking.gke.io/v1',
  kind: 'ServiceAttachment',
  metadata: { name: 'nats', namespace: 'meshery' },
  spec: { connectionPreference, resourceRef: { kind: 'Service', name: 'meshery-nats' } },
})

/** The StatefulSet of the Broker with one more label in its pods' template. */
function withPodLabel(object: KubernetesObject, label: string, value: string): KubernetesObject {
  if (object.kind !== 'StatefulSet') return object
  return JSON.parse(JSON.stringify(object), (key, part: unknown) =>
    key === 'template' ? addLabel(part as { metadata: { labels: object } }, label, value) : part,
  ) as KubernetesObject
}

const addLabel = (template: { metadata: { labels: object } }, label: string, value: string) => ({
  ...template,
  metadata: { ...template.metadata, labels: { ...template.metadata.labels, [label]: value } },
})

const configMap = (name: string, data: Readonly<Record<string, string>>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'edge' },
  data,
})

const controller = (kind: 'Deployment' | 'DaemonSet', args: readonly string[]): KubernetesObject => {
  const labels = { 'app.kubernetes.io/name': 'ingress-nginx' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'controller', image: 'nginx:1', args }] } }
  const spec = { selector: { matchLabels: labels }, template }
  return { apiVersion: 'apps/v1', kind, metadata: { name: 'ingress-nginx', namespace: 'edge', labels }, spec }
}
