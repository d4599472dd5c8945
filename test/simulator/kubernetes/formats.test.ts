import { gunzipSync } from 'node:zlib'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { lazyNodes, nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { publicLoadBalancer } from '@fleet-auditor/simulator/meshery/service.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, askOverHttp1, json, type ListBody, type TableBody } from '../ask.ts'
import { startCluster } from '../cluster.ts'

const table = { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1,application/json' }
const rbac = '/apis/rbac.authorization.k8s.io/v1'
const broker = { exposure: publicLoadBalancer('eks', 'lb.example.com') }
let cluster: Awaited<ReturnType<typeof startCluster>>

beforeAll(async () => {
  cluster = await startCluster([...nodes('eks', 3, { externalIP: () => '203.0.113.7' }), ...modernInstall({ broker })])
})
afterAll(() => cluster.close())

const admin = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(cluster, path, { token: 'admin', headers })

describe('tables', () => {
  it.each([
    [
      '/api/v1/nodes',
      'Name Status Roles Age Version Internal-IP External-IP OS-Image Kernel-Version Container-Runtime',
    ],
    ['/api/v1/pods', 'Name Ready Status Restarts Age IP Node Nominated Node Readiness Gates'],
    ['/api/v1/services', 'Name Type Cluster-IP External-IP Port(s) Age Selector'],
    ['/api/v1/limitranges', 'Name Created At'],
    ['/apis/apps/v1/deployments', 'Name Ready Up-to-date Available Age Containers Images Selector'],
    ['/apis/apps/v1/statefulsets', 'Name Ready Age Containers Images'],
    ['/apis/coordination.k8s.io/v1/leases', 'Name Holder Age'],
    [`${rbac}/clusterroles`, 'Name Created At'],
    [`${rbac}/roles`, 'Name Created At'],
    [`${rbac}/clusterrolebindings`, 'Name Role Age Users Groups ServiceAccounts'],
    [`${rbac}/rolebindings`, 'Name Role Age Users Groups ServiceAccounts'],
    ['/apis/meshery.io/v1alpha1/brokers', 'Name Size External Internal Age'],
    ['/apis/meshery.io/v1alpha2/meshsyncs', 'Name Age'],
  ])('%s has the columns of the real server', async (path, columns) => {
    const body = json<TableBody>(await admin(path, table))
    expect(body.kind).toBe('Table')
    expect(body.columnDefinitions.map((column) => column.name).join(' ')).toBe(columns)
  })

  it.each([
    [
      `${rbac}/clusterrolebindings`,
      ['meshery-operator-rolebinding', 'ClusterRole/meshery-operator-role', '56m', '', '', 'meshery/meshery-operator'],
    ],
    [
      `${rbac}/clusterrolebindings`,
      [
        'system:public-info-viewer',
        'ClusterRole/system:public-info-viewer',
        '60m',
        '',
        'system:authenticated, system:unauthenticated',
        '',
      ],
    ],
    [
      `${rbac}/rolebindings`,
      [
        'meshery-leader-election-rolebinding',
        'Role/meshery-leader-election-role',
        '56m',
        '',
        '',
        'meshery/meshery-operator',
      ],
    ],
    [
      '/apis/apps/v1/statefulsets',
      ['meshery-nats', '1/1', '56m', 'nats,reloader', 'nats:2.14.2-alpine,natsio/nats-server-config-reloader:0.23.0'],
    ],
    [
      '/api/v1/services',
      [
        'meshery-nats',
        'LoadBalancer',
        '10.100.77.30',
        'lb.example.com',
        '4222:31422/TCP,8222:31423/TCP',
        '56m',
        'app.kubernetes.io/component=nats,app.kubernetes.io/instance=meshery-nats,app.kubernetes.io/name=nats',
      ],
    ],
    ['/apis/meshery.io/v1alpha1/brokers', ['meshery-broker', 1, 'lb.example.com:4222', '10.100.77.30:4222', '56m']],
  ])('%s prints a row as the real printer does', async (path, cells) => {
    const body = json<TableBody>(await admin(`${path}?includeObject=None`, table))
    expect(body.rows).toContainEqual({ cells, object: null })
  })

  it.each([
    ['', 'PartialObjectMetadata'],
    ['?includeObject=Metadata', 'PartialObjectMetadata'],
    ['?includeObject=Object', 'Node'],
  ])('rows with %j carry a %s', async (query, kind) => {
    const body = json<TableBody>(await admin(`/api/v1/nodes${query}`, table))
    expect(body.rows[0]?.object).toMatchObject({ kind })
  })

  it('refuses an unknown includeObject', async () => {
    expect((await admin('/api/v1/nodes?includeObject=All', table)).status).toBe(400)
  })
})

describe('objects and lists', () => {
  it('items of built-in lists carry no kind, those of custom resources do', async () => {
    const builtIn = json<ListBody>(await admin('/api/v1/namespaces'))
    const custom = json<ListBody>(await admin('/apis/meshery.io/v1alpha1/brokers'))
    expect([builtIn.kind, builtIn.items[0]?.kind]).toEqual(['NamespaceList', undefined])
    expect([custom.kind, custom.items[0]?.kind]).toEqual(['BrokerList', 'Broker'])
  })

  it('serves a custom resource in each of its versions', async () => {
    for (const version of ['v1alpha1', 'v1alpha2']) {
      const reply = await admin(`/apis/meshery.io/${version}/namespaces/meshery/brokers/meshery-broker`)
      expect(json(reply)).toMatchObject({ apiVersion: `meshery.io/${version}`, kind: 'Broker' })
    }
  })

  it('answers metadata alone where asked', async () => {
    const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'
    const body = json<Record<string, unknown>>(await admin('/api/v1/namespaces/kube-system', { accept }))
    expect(Object.keys(body)).toEqual(['kind', 'apiVersion', 'metadata'])
    expect(body).toMatchObject({ metadata: { uid: '0d1e2f30-0000-4000-8000-000000000001' } })
  })

  it('orders by namespace and name, and selects', async () => {
    const all = json<ListBody>(await admin('/api/v1/services'))
    const names = all.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
    expect(names).toEqual([...names].sort())
    const chosen = json<ListBody>(await admin('/api/v1/services?fieldSelector=metadata.name%3Dmeshery-nats'))
    expect(chosen.items).toHaveLength(1)
  })

  it('compresses from 128 KiB on, and streams', async () => {
    const large = await startCluster([], { lazy: [lazyNodes('gke', 50)] })
    const reply = await ask(large, '/api/v1/nodes', { token: 'admin', headers: { 'accept-encoding': 'gzip' } })
    expect(reply.headers['content-encoding']).toBe('gzip')
    const body = JSON.parse(gunzipSync(reply.raw).toString()) as ListBody // compared below
    expect(body.items).toHaveLength(50)
    await large.close()
  })
})

describe('errors', () => {
  it.each([
    [
      '/api/v1/nodes',
      403,
      'nodes is forbidden: User "bob" cannot list resource "nodes" in API group "" at the cluster scope',
    ],
    [
      '/api/v1/namespaces/kube-system',
      403,
      'namespaces "kube-system" is forbidden: User "bob" cannot get resource "namespaces" in API group "" in the namespace "kube-system"',
    ],
    [
      '/apis/apps/v1/namespaces/x/deployments/y',
      403,
      'deployments.apps "y" is forbidden: User "bob" cannot get resource "deployments" in API group "apps" in the namespace "x"',
    ],
    ['/metrics', 403, 'forbidden: User "bob" cannot get path "/metrics"'],
  ])('%s is %i for one without rights', async (path, status, message) => {
    const reply = await ask(cluster, path, { token: 'bob' })
    expect(json(reply)).toMatchObject({ kind: 'Status', status: 'Failure', code: status, message })
  })

  it.each([
    ['/api/v1/namespaces/zzz', 404, { reason: 'NotFound', message: 'namespaces "zzz" not found' }],
    ['/api/v1/foos', 404, { reason: 'NotFound', message: 'the server could not find the requested resource' }],
    ['/api/v1/namespaces?limit=x', 400, { message: 'strconv.ParseInt: parsing "x": invalid syntax' }],
    ['/api/v1/namespaces?labelSelector=a%20b', 400, { reason: 'BadRequest' }],
    ['/api/v1/namespaces?fieldSelector=foo%3Dbar', 400, { message: 'field label not supported: foo' }],
    ['/apis/authorization.k8s.io/v1/subjectaccessreviews', 405, { reason: 'MethodNotAllowed' }],
  ])('%s is %i', async (path, status, body) => {
    const reply = await admin(path)
    expect([reply.status, json(reply)]).toMatchObject([status, { code: status, ...body }])
  })

  it.each(['/apis/nope.io/v1/things', '/apis/meshery.layer5.io/v1alpha1/brokers', '/nope'])(
    '%s, of no known group, is a plain 404',
    async (path) => {
      const reply = await admin(path)
      expect([reply.status, reply.raw.toString()]).toEqual([404, '404 page not found\n'])
    },
  )

  it('wants a known token', async () => {
    for (const question of [{}, { token: 'unknown' }]) expect((await ask(cluster, '/api', question)).status).toBe(401)
  })

  it('authenticates tokens that differ each time, and anonymous requests where allowed', async () => {
    const authenticate = (token: string) => (token.startsWith('k8s-aws-v1.') ? { name: 'arn' } : undefined)
    const other = await startCluster([], { authenticate, anonymous: true })
    const statuses = [{ token: 'k8s-aws-v1.abc' }, { token: 'abc' }, {}].map(
      async (question) => (await ask(other, '/api', question)).status,
    )
    expect(await Promise.all(statuses)).toEqual([200, 401, 403])
    await other.close()
  })

  it('refuses an encoding it does not speak', async () => {
    expect((await admin('/api/v1/nodes', { accept: 'application/xml' })).status).toBe(406)
  })
})

describe('discovery', () => {
  it('names every group with its versions', async () => {
    const body = json<{ groups: readonly { name: string; preferredVersion: { version: string } }[] }>(
      await admin('/apis'),
    )
    const preferred = new Map(body.groups.map((group) => [group.name, group.preferredVersion.version]))
    expect(preferred.get('apps')).toBe('v1')
    expect(preferred.get('meshery.io')).toBe('v1alpha2')
  })

  it.each(['/livez', '/readyz'])('%s answers ok', async (path) => {
    expect((await ask(cluster, path, { token: 'bob' })).raw.toString()).toBe('ok')
  })

  it('reports its version and time, over HTTP/1.1 as over HTTP/2', async () => {
    for (const way of [ask, askOverHttp1]) {
      const reply = await way(cluster, '/version', { token: 'bob' })
      expect(json(reply)).toMatchObject({ major: '1', minor: '36', gitVersion: 'v1.36.3' })
      expect(reply.headers['date']).toBe('Mon, 10 Aug 2026 11:00:00 GMT')
    }
    expect(new Set(cluster.requests().map((request) => request.httpVersion))).toEqual(new Set(['2.0', '1.1']))
  })

  it('speaks HTTP/1.1 alone where configured', async () => {
    const old = await startCluster([], { http: 'h1' })
    expect((await askOverHttp1(old, '/version', { token: 'bob' })).status).toBe(200)
    await expect(ask(old, '/version', { token: 'bob' })).rejects.toThrow()
    await old.close()
  })
})
