import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import {
  allow,
  clusterRole,
  clusterRoleBinding,
  role,
  roleBinding,
  serviceAccount,
} from '@fleet-auditor/simulator/meshery/rbac.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, json } from '../ask.ts'
import { startCluster } from '../cluster.ts'

const watchNodes = allow('', ['nodes'], ['list', 'watch'])
const sa = 'system:serviceaccount:apps:worker'
const accountGroups = ['system:serviceaccounts', 'system:serviceaccounts:apps', 'system:authenticated']

const objects: readonly KubernetesObject[] = [
  clusterRole({ name: 'node-watcher' }, [watchNodes]),
  clusterRole({ name: 'one-node' }, [{ ...watchNodes, resourceNames: ['node-1'] }]),
  clusterRole({ name: 'everything' }, [allow('*', ['*'], ['*'])]),
  clusterRole({ name: 'scaler' }, [allow('apps', ['*/scale'], ['update'])]),
  role({ name: 'pods', namespace: 'apps' }, [allow('', ['pods'], ['list'])]),
  clusterRoleBinding({ name: 'by-user' }, 'node-watcher', [{ kind: 'User', name: 'ann' }]),
  clusterRoleBinding({ name: 'by-group' }, 'node-watcher', [{ kind: 'Group', name: 'system:serviceaccounts:ops' }]),
  clusterRoleBinding({ name: 'by-name' }, 'one-node', [{ kind: 'User', name: 'cid' }]),
  clusterRoleBinding({ name: 'all' }, 'everything', [{ kind: 'User', name: 'root' }]),
  clusterRoleBinding({ name: 'scale' }, 'scaler', [{ kind: 'User', name: 'ann' }]),
  clusterRoleBinding({ name: 'dangling' }, 'gone', [{ kind: 'User', name: 'dan' }]),
  roleBinding({ name: 'nodes', namespace: 'apps' }, { kind: 'ClusterRole', name: 'node-watcher' }, [
    serviceAccount('apps', 'worker'),
  ]),
  roleBinding({ name: 'pods', namespace: 'apps' }, { kind: 'Role', name: 'pods' }, [serviceAccount('', 'worker')]),
  auditorRole(),
  auditorBinding([{ kind: 'User', name: 'bob' }]),
  ...modernInstall(),
]
let cluster: Awaited<ReturnType<typeof startCluster>>

beforeAll(async () => {
  cluster = await startCluster(objects)
})
afterAll(() => cluster.close())

const reviews = '/apis/authorization.k8s.io/v1'
const review = (user: string, groups: readonly string[], resourceAttributes: object) =>
  ask(cluster, `${reviews}/subjectaccessreviews`, {
    token: 'bob',
    body: { spec: { user, groups, resourceAttributes } },
  })

describe('SubjectAccessReview', () => {
  const watch = { verb: 'watch', resource: 'nodes' }
  it.each<[string, string, readonly string[], object, boolean]>([
    ['a user bound by name', 'ann', [], watch, true],
    ['a stranger', 'eve', [], watch, false],
    ['a group', 'eve', ['system:serviceaccounts:ops'], watch, true],
    ['masters', 'eve', ['system:masters'], watch, true],
    ['a namespaced binding, asked cluster-wide', sa, accountGroups, watch, false],
    ['a namespaced binding, asked in its namespace', sa, accountGroups, { ...watch, namespace: 'apps' }, true],
    ['a binding whose subject names no namespace', sa, [], { verb: 'list', resource: 'pods', namespace: 'apps' }, true],
    ['one resource name, asked for all', 'cid', [], watch, false],
    ['one resource name, asked for it', 'cid', [], { ...watch, name: 'node-1' }, true],
    ['everything, asked by wildcard', 'root', [], { verb: '*', group: '*', resource: '*' }, true],
    ['a plain rule, asked by wildcard', 'ann', [], { verb: '*', group: '*', resource: '*' }, false],
    [
      'a subresource of any resource',
      'ann',
      [],
      { verb: 'update', group: 'apps', resource: 'deployments', subresource: 'scale' },
      true,
    ],
    ['the Server of the chart', 'system:serviceaccount:meshery:meshery-server', [], watch, true],
    ['the modern operator', 'system:serviceaccount:meshery:meshery-operator', [], watch, false],
  ])('%s', async (_name, user, groups, attributes, allowed) => {
    expect(json(await review(user, groups, attributes))).toMatchObject({ status: { allowed } })
  })

  it.each([
    ['ann', 'RBAC: allowed by ClusterRoleBinding "by-user" of ClusterRole "node-watcher" to User "ann"'],
    ['dan', 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found'],
  ])('gives the reason of the real authorizer for %s', async (user, reason) => {
    expect(json(await review(user, [], watch))).toMatchObject({ status: { reason } })
  })

  it('names a namespaced binding and account as the real authorizer does', async () => {
    const reply = await review(sa, accountGroups, { ...watch, namespace: 'apps' })
    const reason =
      'RBAC: allowed by RoleBinding "nodes/apps" of ClusterRole "node-watcher" to ServiceAccount "worker/apps"'
    expect(json(reply)).toMatchObject({ status: { reason } })
  })

  it.each([
    [{ user: 'x' }, 422],
    [{ resourceAttributes: watch }, 422],
  ])('refuses the incomplete spec %j', async (spec, status) => {
    expect((await ask(cluster, `${reviews}/subjectaccessreviews`, { token: 'bob', body: { spec } })).status).toBe(
      status,
    )
  })

  it('needs the right to create one', async () => {
    const body = { spec: { user: 'x', resourceAttributes: watch } }
    const changing = await startCluster(objects)
    const statusNow = async () =>
      (await ask(changing, `${reviews}/subjectaccessreviews`, { token: 'operator', body })).status
    const before = await statusNow()
    changing.replaceObjects(objects.filter((object) => object.metadata.name !== 'meshery-operator-rolebinding'))
    expect([before, await statusNow()]).toEqual([201, 403])
    await changing.close()
  })
})

describe('reviews of oneself', () => {
  it('answers for the bearer, its ServiceAccount groups implied', async () => {
    const fresh = await startCluster(objects)
    const body = { spec: { resourceAttributes: { verb: 'list', resource: 'services' } } }
    const own = await ask(fresh, `${reviews}/selfsubjectaccessreviews`, { token: 'operator', body })
    expect(json(own)).toMatchObject({ kind: 'SelfSubjectAccessReview', status: { allowed: true } })
    const who = await ask(fresh, '/apis/authentication.k8s.io/v1/selfsubjectreviews', { token: 'operator', body: {} })
    expect(json(who)).toMatchObject({
      status: {
        userInfo: { groups: ['system:serviceaccounts', 'system:serviceaccounts:meshery', 'system:authenticated'] },
      },
    })
    const rules = await ask(fresh, `${reviews}/selfsubjectrulesreviews`, {
      token: 'bob',
      body: { spec: { namespace: 'x' } },
    })
    expect(json(rules)).toMatchObject({ status: { incomplete: false } })
    await fresh.close()
  })
})

describe('requests', () => {
  it.each([
    ['/api/v1/nodes', 200],
    ['/api/v1/namespaces/kube-system', 200],
    ['/apis/apps/v1/namespaces/meshery/deployments', 200],
    ['/apis/meshery.io/v1alpha1/brokers', 200],
    ['/apis/meshery.layer5.io/v1alpha1/brokers', 404],
    ['/api/v1/secrets', 403],
    ['/api/v1/configmaps', 403],
  ])('a granted auditor asking %s gets %i', async (path, status) => {
    expect((await ask(cluster, path, { token: 'bob' })).status).toBe(status)
  })

  it('logs what was asked, and by whom', () => {
    expect(cluster.requests()).toContainEqual(
      expect.objectContaining({ verb: 'list', group: '', resource: 'secrets', user: 'bob', status: 403 }),
    )
  })
})
