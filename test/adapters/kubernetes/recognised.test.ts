import { Recognise } from '@fleet-auditor/model/recognise.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { auditorRules } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { healthyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { namespace } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { describe, expect, it } from 'vitest'
import { collectFrom, failuresOf, type Bench, type Collected } from './collect-from.ts'
import { relabelled, rolledOut } from './relabelled.ts'

const kompose = { 'io.kompose.service': 'meshery' }
const overridden = {
  'app.kubernetes.io/name': 'mesh-manager',
  'app.kubernetes.io/instance': 'meshery',
  'helm.sh/chart': 'meshery-v1.0.64',
}
const withoutLabels = { labels: kompose, podLabels: kompose }
const olm = { 'olm.owner': 'meshery-operator.v1.0.5', 'olm.owner.namespace': 'meshery' }

const found = ({ sections: { workloads } }: Collected): readonly string[] =>
  workloads.status === 'failed'
    ? [workloads.cause]
    : workloads.value
        .map(({ kind, component, namespace: home, name }) => `${component} ${kind} ${home}/${name}`)
        .toSorted()

/** Lists of all workloads of one namespace: what a look further costs. */
const looked = ({ api }: Collected): readonly string[] =>
  api
    .requests()
    .map(({ path }) => new URL(path, 'https://api').pathname)
    .filter((path) => /^\/apis\/(apps|argoproj\.io)\/[^/]+\/namespaces\//.test(path))

const declaring = (recognise: unknown): Bench => ({ plan: { recognise: Recognise.parse(recognise) } })
const moved = (objects: readonly KubernetesObject[], home: string): readonly KubernetesObject[] =>
  objects.map((object) =>
    object.metadata.namespace === undefined ? object : { ...object, metadata: { ...object.metadata, namespace: home } },
  )

const server = 'server Deployment meshery/meshery'
const operated = ['broker StatefulSet meshery/meshery-nats', 'meshsync Deployment meshery/meshery-meshsync']
const operator = 'operator Deployment meshery/meshery-operator'

interface Case {
  readonly name: string
  readonly objects: readonly KubernetesObject[]
  readonly bench?: Bench
  readonly found: readonly string[]
  /** Namespaces that are looked into, beside labels. */
  readonly looks: readonly string[]
  /** Lists of whole namespaces; two for each namespace where nothing else is given. */
  readonly reads?: number
}

const cases: readonly Case[] = [
  { name: 'a Server by its labels', objects: serverOnly(), found: [server], looks: [] },
  { name: 'an install by its labels', objects: modernInstall(), found: [...operated, operator, server], looks: [] },
  { name: 'no Meshery', objects: [], found: [], looks: ['meshery'] },
  {
    name: 'a Server of plain manifests',
    objects: relabelled(serverOnly(), 'meshery', withoutLabels),
    found: [server],
    looks: ['meshery'],
  },
  {
    name: 'a Server under nameOverride',
    objects: relabelled(serverOnly(), 'meshery', { labels: overridden, podLabels: overridden }),
    found: [server],
    looks: ['meshery'],
  },
  {
    name: 'a Server under nameOverride beside an Operator that labels show',
    objects: relabelled(modernInstall(), 'meshery', { labels: overridden, podLabels: overridden }),
    found: [...operated, operator, server],
    looks: ['meshery'],
  },
  {
    name: 'an Operator under nameOverride',
    objects: relabelled(modernInstall(), 'meshery-operator', { labels: { 'app.kubernetes.io/name': 'mesh-op' } }),
    found: [...operated, operator, server],
    looks: ['meshery'],
  },
  {
    name: 'an Operator of OLM, whose pods alone are labelled',
    objects: relabelled(modernInstall(), 'meshery-operator', {
      labels: olm,
      podLabels: { app: 'meshery', component: 'operator' },
      image: 'mirror.example.com/op:1.0.5',
    }),
    found: [...operated, operator, server],
    looks: ['meshery'],
  },
  {
    name: 'a Server of an umbrella chart with an alias, from a mirror',
    objects: relabelled(serverOnly(), 'meshery', {
      labels: { 'app.kubernetes.io/name': 'mesh', 'helm.sh/chart': 'mesh-v1.0.64' },
      podLabels: { 'app.kubernetes.io/name': 'mesh' },
      container: 'mesh',
      image: 'mirror.example.com:5000/tools/meshery:stable-v1.0.64',
    }),
    found: [server],
    looks: ['meshery'],
  },
  {
    name: 'a Server that is a Rollout, by its labels too',
    objects: rolledOut(serverOnly(), 'meshery'),
    found: ['server Rollout meshery/meshery'],
    looks: ['meshery'],
    reads: 3,
  },
  {
    name: 'a database under the Server’s name, and Kafka as its Broker',
    objects: relabelled(
      relabelled(modernInstall(), 'meshery', { container: 'postgresql', image: 'bitnami/postgresql:16.4.0' }),
      'meshery-nats',
      { labels: { app: 'meshery', component: 'broker' }, container: 'kafka', image: 'bitnami/kafka:3.8.0' },
    ),
    found: ['meshsync Deployment meshery/meshery-meshsync', operator],
    looks: ['meshery'],
  },
  {
    name: 'a Server without labels in a namespace that the fleet file names',
    objects: [namespace('mesh'), ...moved(relabelled(serverOnly(), 'meshery', withoutLabels), 'mesh')],
    bench: declaring({ namespaces: ['mesh'] }),
    found: ['server Deployment mesh/meshery'],
    looks: ['meshery', 'mesh'],
  },
  {
    name: 'a Server without labels in a namespace that nothing names',
    objects: [namespace('mesh'), ...moved(relabelled(serverOnly(), 'meshery', withoutLabels), 'mesh')],
    found: [],
    looks: ['meshery'],
  },
  {
    name: 'a Server by a label and an Operator by an image that the fleet file declares, of names of their own',
    objects: relabelled(
      relabelled(modernInstall(), 'meshery', {
        ...withoutLabels,
        container: 'ui',
        image: 'tools.example.com/ui:1.0.0',
      }),
      'meshery-operator',
      { labels: olm, podLabels: olm, container: 'op', image: 'tools.example.com/op:1.0.0' },
    ),
    bench: declaring({
      labels: { server: 'io.kompose.service=meshery' },
      images: { operator: 'tools.example.com/op', server: ['tools.example.com/ui'] },
    }),
    found: [...operated, operator, server],
    looks: ['meshery'],
  },
]

describe('a collection finds', () => {
  it.each(cases)('$name', async ({ objects, bench, found: expected, looks, reads = looks.length * 2 }) => {
    const collected = await collectFrom({ objects, ...bench })
    expect(failuresOf(collected.sections)).toEqual({})
    expect(found(collected)).toEqual(expected.toSorted())
    const own = looked(collected)
    expect(own.length).toBe(reads)
    for (const home of looks) expect(own.join(' ')).toContain(`/namespaces/${home}/`)
    expect(collected.collection.counters.rounds).toBeLessThanOrEqual(3)
  })

  it('the pods, Services and rights of a Server that only its image shows, within three rounds', async () => {
    const objects = relabelled(serverOnly(), 'meshery', { labels: kompose })
    const { sections, collection } = await collectFrom({ objects })
    expect(sections.pods).toMatchObject({ value: [{ owner: 'meshery', component: 'server' }] })
    expect(sections.services).toMatchObject({ value: [{ name: 'meshery' }] })
    expect(sections.rights).toMatchObject({ value: [{ identity: { name: 'meshery-server' } }] })
    expect(sections.reviews).toMatchObject({ value: [{ verb: 'list' }, { verb: 'watch' }, { verb: '*' }] })
    expect(collection.counters.rounds).toBe(3)
  })

  it('the pods of an Operator that only its image shows beside parts that labels show', async () => {
    const objects = relabelled(healthyInstall(), 'meshery-operator', { labels: olm })
    const { sections } = await collectFrom({ objects })
    const pods = sections.pods.status === 'failed' ? [] : sections.pods.value
    expect(pods.map(({ component }) => component).toSorted()).toEqual(['broker', 'meshsync', 'operator', 'server'])
  })

  it('the replicas of a Deployment where the Rollout that runs it has them', async () => {
    const scaled = relabelled(serverOnly(), 'meshery', { replicas: 0 })
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'meshery-rollout', namespace: 'meshery' },
      spec: { replicas: 2, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'meshery' } },
      status: { readyReplicas: 2 },
    }
    const { sections } = await collectFrom({ objects: [...scaled, rollout] })
    expect(sections.workloads).toMatchObject({ value: [{ kind: 'Deployment', replicas: 2, readyReplicas: 2 }] })
  })

  it('no Meshery where Rollouts may not be listed: that is no answer', async () => {
    const rules = auditorRules.filter(({ apiGroups }) => !apiGroups?.includes('argoproj.io'))
    const { sections } = await collectFrom({ objects: rolledOut(serverOnly(), 'meshery'), rules })
    expect(sections.workloads).toMatchObject({
      status: 'failed',
      cause: 'forbidden',
      grant: { verbs: ['list'], group: 'argoproj.io', resource: 'rollouts', namespace: 'meshery' },
    })
  })

  it.each([
    [50, {}],
    [51, { workloads: 'too-large' }],
  ])('what lies in %i namespaces of resources that no workload serves', async (many, failures) => {
    const [resource] = modernInstall().filter(({ kind }) => kind === 'Broker')
    const definitions = modernInstall().filter(({ kind }) => kind === 'CustomResourceDefinition')
    const homes = Array.from({ length: many }, (_, index) => `tenant-${index}`)
    const resources = homes.flatMap((home) => (resource ? moved([resource], home) : []))
    const { sections } = await collectFrom({
      objects: [...definitions, ...homes.map((home) => namespace(home)), ...resources],
    })
    expect(failuresOf(sections)).toMatchObject(failures)
    expect(sections.workloads.status).toBe('workloads' in failures ? 'failed' : 'collected')
  })
})
