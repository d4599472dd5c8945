import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { describeWith } from './available.ts'
import { startKubeApiServer } from './kube-api-server.ts'
import type { KubeApiServer } from './kube-api-server.ts'
import { apply } from './kube-objects.ts'
import { nodeObject } from './node-object.ts'

const reader = { token: 'reader-token', name: 'reader', groups: ['readers'] }

const table = z.object({
  kind: z.literal('Table'),
  columnDefinitions: z.array(z.object({ name: z.string() })),
  rows: z.array(z.object({ cells: z.array(z.unknown()), object: z.unknown() })),
})
const review = z.object({ status: z.object({ allowed: z.boolean(), reason: z.string().optional() }) })
const page = z.object({ metadata: z.object({ continue: z.string().optional() }), items: z.array(z.unknown()) })
const failure = z.object({ kind: z.literal('Status'), reason: z.string(), code: z.number() })

const grantOfNodes = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'node-watcher' },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'readers-watch-nodes' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'node-watcher' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'readers' }],
  },
]

describeWith(['kubernetes'], 'a real Kubernetes API server', () => {
  let server: KubeApiServer
  beforeAll(async () => {
    server = await startKubeApiServer({ users: [reader], audit: true })
    await apply(server, grantOfNodes)
  })
  afterAll(() => server?.close())

  it('is ready and reports its version', async () => {
    expect((await server.request({ path: '/readyz' })).text).toBe('ok')
    const version = z.object({ gitVersion: z.string() }).parse((await server.request({ path: '/version' })).json())
    expect(version.gitVersion).toMatch(/^v1\.36\.\d+$/)
  })

  it.each([
    { verb: 'watch', resource: 'nodes', groups: ['readers'], allowed: true },
    { verb: 'watch', resource: 'nodes', groups: [], allowed: false },
    { verb: 'watch', resource: 'pods', groups: ['readers'], allowed: false },
    { verb: 'delete', resource: 'nodes', groups: ['readers'], allowed: false },
  ])('its authorizer lets $groups $verb $resource: $allowed', async ({ verb, resource, groups, allowed }) => {
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: 'somebody', groups, resourceAttributes: { verb, resource } },
    }
    const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
    const answer = await server.request({ method: 'POST', path, body })
    expect(review.parse(answer.json()).status.allowed).toBe(allowed)
  })

  it.each([
    { who: 'a token with the grant', token: reader.token, path: '/api/v1/nodes', status: 200, reason: undefined },
    { who: 'a token without it', token: reader.token, path: '/api/v1/pods', status: 403, reason: 'Forbidden' },
    { who: 'an unknown token', token: 'unknown', path: '/api/v1/nodes', status: 401, reason: 'Unauthorized' },
  ])('answers $who with $status', async ({ token, path, status, reason }) => {
    const answer = await server.request({ path, token })
    expect(answer.status).toBe(status)
    if (reason !== undefined) expect(failure.parse(answer.json())).toMatchObject({ reason, code: status })
  })

  it('encodes ClusterRoleBindings as a table without objects', async () => {
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
    const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings?includeObject=None'
    const answer = table.parse((await server.request({ path, headers })).json())
    expect(answer.columnDefinitions.map((column) => column.name)).toContain('Role')
    expect(answer.rows.find((row) => row.cells[0] === 'readers-watch-nodes')?.cells[1]).toBe('ClusterRole/node-watcher')
    expect(answer.rows.every((row) => row.object === null)).toBe(true)
  })

  it('gives pages, and 410 Expired when the store has forgotten their revision', async () => {
    const list = '/apis/rbac.authorization.k8s.io/v1/clusterroles?limit=5'
    const first = page.parse((await server.request({ path: list })).json())
    const next = `${list}&continue=${encodeURIComponent(first.metadata.continue ?? '')}`
    expect(first.items).toHaveLength(5)
    expect(page.parse((await server.request({ path: next })).json()).items).toHaveLength(5)

    await server.kubectl(['create', 'configmap', 'newer', '--namespace=default'])
    await server.expirePages()
    const expired = await server.request({ path: next })
    expect(expired.status).toBe(410)
    expect(failure.parse(expired.json()).reason).toBe('Expired')
  })

  it('keeps nodes with provider, addresses and a Ready condition', async () => {
    const providerId = 'aws:///eu-central-1a/i-0123456789abcdef0'
    await apply(server, [nodeObject({ name: 'worker-1', providerId, internalIp: '10.0.0.7', ready: 'False' })])
    const node: unknown = (await server.request({ path: '/api/v1/nodes/worker-1' })).json()
    expect(node).toMatchObject({
      spec: { providerID: providerId },
      status: {
        addresses: [{ type: 'Hostname' }, { type: 'InternalIP', address: '10.0.0.7' }],
        conditions: [{ type: 'Ready', status: 'False' }],
      },
    })
    expect(node).not.toHaveProperty('spec.taints')
  })

  it('logs who asked for what', async () => {
    await server.request({ path: '/api/v1/secrets', token: reader.token })
    const events = await server.auditLog()
    const asked = events.findLast((event) => event.user.username === reader.name)
    expect(asked).toMatchObject({
      stage: 'ResponseComplete',
      verb: 'list',
      requestURI: '/api/v1/secrets',
      objectRef: { resource: 'secrets' },
      responseStatus: { code: 403 },
    })
  })
})
