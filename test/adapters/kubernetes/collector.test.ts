import type { Collection } from '@fleet-auditor/audit/ports/collector.ts'
import type { Identity } from '@fleet-auditor/model/identity.ts'
import { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { legacyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { namespace } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { lazyNodes, nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { describe, expect, it } from 'vitest'
import { collectFrom, failuresOf } from './collect-from.ts'

type Sections = Collection['sections']

function valueOf<N extends keyof Sections>(
  sections: Sections,
  name: N,
): Extract<Sections[N], { value: unknown }>['value'] {
  const section = sections[name]
  if (section.status === 'failed') throw new Error(`${name}: ${section.detail}`)
  return section.value
}

const componentsOf = (sections: Sections): string[] =>
  valueOf(sections, 'workloads').map(({ component, generation, name }) => `${component} ${generation ?? '-'} ${name}`)

describe('a collection', () => {
  it.each([
    {
      name: 'a modern install',
      objects: modernInstall(),
      components: [
        'server - meshery',
        'operator modern meshery-operator',
        'meshsync modern meshery-meshsync',
        'broker modern meshery-nats',
      ],
      resources: ['meshery.io/meshery-broker', 'meshery.io/meshery-meshsync'],
    },
    {
      name: 'a modern install in another namespace',
      objects: modernInstall({ namespace: 'observability' }),
      components: [
        'server - meshery',
        'operator modern meshery-operator',
        'meshsync modern meshery-meshsync',
        'broker modern meshery-nats',
      ],
      resources: ['meshery.io/meshery-broker', 'meshery.io/meshery-meshsync'],
    },
    {
      name: 'a legacy install of the older group in another namespace',
      objects: legacyInstall({ namespace: 'mesh', group: 'meshery.layer5.io', server: { namespace: 'mesh' } }),
      components: [
        'server - meshery',
        'operator legacy meshery-operator',
        'meshsync legacy meshery-meshsync',
        'broker legacy meshery-broker',
      ],
      resources: ['meshery.layer5.io/meshery-broker', 'meshery.layer5.io/meshery-meshsync'],
    },
    { name: 'a Server alone', objects: serverOnly(), components: ['server - meshery'], resources: [] },
    { name: 'an empty cluster', objects: [], components: [], resources: [] },
  ])('$name', async ({ objects, components, resources }) => {
    const { sections } = await collectFrom({ objects })
    expect(failuresOf(sections)).toEqual({})
    expect(componentsOf(sections).sort()).toEqual([...components].sort())
    const found = [...valueOf(sections, 'brokers'), ...valueOf(sections, 'meshSyncs')]
    expect(found.map(({ group, name }) => `${group}/${name}`)).toEqual(resources)
    const teams = new Set(valueOf(sections, 'pods').map(({ owner }) => owner))
    expect(teams.size).toBe(components.length)
    expect(valueOf(sections, 'kubeSystem')).toEqual({ uid: 'uid-of-life' })
  })

  it('is a snapshot of the model', async () => {
    const { collection } = await collectFrom({ objects: modernInstall() })
    const cloud = { status: 'failed', cause: 'undeclared', detail: '' }
    const snapshot = {
      locator: 'l',
      provider: 'eks',
      takenAt: collection.takenAt,
      sections: { ...collection.sections, cloud },
    }
    expect(Snapshot.parse(snapshot)).toEqual(snapshot)
  })

  it('takes the time from the API server', async () => {
    const { collection, sections } = await collectFrom({ now: () => new Date('2026-08-11T01:02:03Z') })
    expect(collection.takenAt).toBe('2026-08-11T01:02:03.000Z')
    expect(sections.nodes).toMatchObject({ at: '2026-08-11T01:02:03.000Z' })
  })

  it('leaves a foreign NATS out', async () => {
    const foreign = modernInstall({ server: false, operator: false, meshSync: false })
      .filter(({ kind }) => kind === 'StatefulSet')
      .map((object) => ({
        ...object,
        metadata: {
          ...object.metadata,
          name: 'orders',
          labels: { 'app.kubernetes.io/name': 'nats' },
          namespace: 'orders',
        },
      }))
    const { sections } = await collectFrom({ objects: [namespace('orders'), ...foreign] })
    expect(valueOf(sections, 'workloads')).toEqual([])
    expect(valueOf(sections, 'services')).toEqual([])
  })

  it('looks into namespaces that only a Broker resource names', async () => {
    const left = modernInstall({ server: false, operator: false, meshSync: false }).filter(
      ({ kind }) => kind !== 'StatefulSet' && kind !== 'Pod',
    )
    const { sections, collection } = await collectFrom({ objects: left })
    expect(valueOf(sections, 'services').map(({ name }) => name)).toContain('meshery-nats')
    // The fourth one asks what leads there, once it is known where workloads are.
    expect(collection.counters.rounds).toBe(4)
  })

  it('finds the cloud of an undeclared context by its first node', async () => {
    const { sections } = await collectFrom({ plan: { provider: 'kubeconfig' } })
    expect(valueOf(sections, 'nodes')).toMatchObject({ count: 2, provider: 'eks' })
  })

  it('counts nodes over several pages, unready and public ones apart', async () => {
    const many = lazyNodes('gke', 1200, {
      ready: (index) => index % 100 !== 0,
      externalIP: (index) => `34.90.113.${index % 250}`,
    })
    const { sections } = await collectFrom({ lazy: [many], plan: { provider: 'gke' } })
    const { count, notReady, external } = valueOf(sections, 'nodes')
    expect({ count, notReady, external: external.count, retained: external.addresses.length }).toEqual({
      count: 1202,
      notReady: 12,
      external: 1200,
      retained: 20,
    })
  })

  it('asks for routes where the Server is a NodePort', async () => {
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'meshery', namespace: 'meshery' },
      spec: {
        tls: [{ hosts: ['meshery.example.com'] }],
        rules: [
          {
            host: 'meshery.example.com',
            http: { paths: [{ path: '/', backend: { service: { name: 'meshery', port: { number: 9081 } } } }] },
          },
        ],
      },
    }
    const objects = [...serverOnly({ exposure: { type: 'NodePort', nodePort: 30_981 } }), ingress]
    const { sections, collection } = await collectFrom({ objects })
    const backends = [{ namespace: 'meshery', service: 'meshery', port: 9081 }]
    const route = {
      kind: 'Ingress',
      namespace: 'meshery',
      name: 'meshery',
      hosts: ['meshery.example.com'],
      tls: true,
      backends,
    }
    expect(valueOf(sections, 'routes')).toEqual({ asked: 'every-kind', routes: [route] })
    expect(collection.counters.rounds).toBe(3)
  })

  it('knows rights through a group and through RoleBindings, and leaves bootstrap bindings out', async () => {
    const group = 'rbac.authorization.k8s.io'
    const objects = [
      ...serverOnly({ rules: [] }),
      {
        apiVersion: `${group}/v1`,
        kind: 'ClusterRole',
        metadata: { name: 'watchers' },
        rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['watch'] }],
      },
      {
        apiVersion: `${group}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: 'all-accounts' },
        roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'watchers' },
        subjects: [{ kind: 'Group', apiGroup: group, name: 'system:serviceaccounts:meshery' }],
      },
      {
        apiVersion: `${group}/v1`,
        kind: 'RoleBinding',
        metadata: { name: 'dangling', namespace: 'default' },
        roleRef: { apiGroup: group, kind: 'Role', name: 'gone' },
        subjects: [{ kind: 'ServiceAccount', name: 'meshery-server', namespace: 'meshery' }],
      },
    ]
    const { sections } = await collectFrom({ objects })
    const [server] = valueOf(sections, 'rights')
    expect(server?.bindings.map(({ name, namespace: place, via, rules }) => [name, place, via, rules.length])).toEqual([
      ['all-accounts', undefined, 'system:serviceaccounts:meshery', 1],
      ['meshery-server', undefined, 'system:serviceaccount:meshery:meshery-server', 0],
      ['dangling', 'default', 'system:serviceaccount:meshery:meshery-server', 0],
    ])
  })

  it('asks the authorizer about the users of planes, groups included', async () => {
    const viewer: Identity = { kind: 'user', name: 'plane', groups: ['system:masters'] }
    const { sections, collection } = await collectFrom({ objects: modernInstall(), plan: { discoverers: [viewer] } })
    const ofViewer = valueOf(sections, 'reviews').filter(({ identity }) => identity.kind === 'user')
    expect(ofViewer.map(({ verb, allowed }) => [verb, allowed])).toEqual([
      ['list', true],
      ['watch', true],
      ['get', true],
      ['*', true],
    ])
    expect(collection.counters.reviews).toBe(8)
  })

  it('reads the same over HTTP/1.1', async () => {
    const objects = [...modernInstall(), ...nodes('eks', 3)]
    const scene = { objects, now: () => new Date('2026-08-11T01:02:03Z') }
    const [second, first] = await Promise.all([collectFrom(scene), collectFrom({ ...scene, http: 'h1' })])
    const { connection: _, ...overOne } = first.sections
    const { connection: __, ...overTwo } = second.sections
    expect(overOne).toEqual(overTwo)
    expect(second.api.connections()).toBe(1)
    expect(first.api.connections()).toBeLessThanOrEqual(8)
    expect(new Set(first.api.requests().map(({ httpVersion }) => httpVersion))).toEqual(new Set(['1.1']))
  })
})
