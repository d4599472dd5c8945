import {
  projectClusterBindings,
  projectRoleBinding,
} from '@fleet-auditor/adapters/kubernetes/projections/binding-projection.ts'
import { describe, expect, it } from 'vitest'
import { ZodError } from 'zod'

const columns = ['Name', 'Role', 'Age', 'Users', 'Groups', 'ServiceAccounts']
const table = (...rows: readonly (readonly string[])[]) => ({
  kind: 'Table',
  columnDefinitions: columns.map((name) => ({ name, type: 'string' })),
  rows: rows.map((cells) => ({ cells, object: null })),
})
const row = (users: string, groups: string, accounts: string) => ['b', 'ClusterRole/r', '3d', users, groups, accounts]
const server = 'system:serviceaccount:meshery:meshery-server'

describe('the projection of ClusterRoleBindings', () => {
  it.each<[name: string, cells: readonly string[], user: string, group: string, expected: readonly [boolean, boolean]]>(
    [
      ['a user', row('jane', '', ''), 'jane', 'g', [true, false]],
      ['one of several users', row('a, jane, b', '', ''), 'jane', 'g', [true, false]],
      ['no part of a name', row('jane.doe, mary jane', '', ''), 'jane', 'g', [false, false]],
      ['a user whose name holds a comma', row('CN=jane, O=acme, bob', '', ''), 'CN=jane, O=acme', 'g', [true, false]],
      ['a ServiceAccount', row('', '', 'other/x, meshery/meshery-server'), server, 'g', [true, false]],
      ['a ServiceAccount of another namespace', row('', '', 'other/meshery-server'), server, 'g', [false, false]],
      ['a ServiceAccount by its user name', row(server, '', ''), server, 'g', [true, false]],
      ['a group', row('', 'system:serviceaccounts, g', ''), server, 'g', [false, true]],
      ['a group of the same name is no user', row('', 'jane', ''), 'jane', 'g', [false, false]],
      ['no subjects', row('', '', ''), '', '', [false, false]],
    ],
  )('%s', (_, cells, user, group, expected) => {
    const [binding] = projectClusterBindings(table(cells))
    expect([binding?.bindsUser(user), binding?.bindsGroup(group)]).toEqual(expected)
    expect(binding?.named).toEqual({ kind: 'ClusterRoleBinding', name: 'b', role: { kind: 'ClusterRole', name: 'r' } })
  })

  it('leaves a bootstrap binding out, but not another role under its name', () => {
    const bootstrap = ['system:discovery', 'ClusterRole/system:discovery', '3d', '', 'system:authenticated', '']
    const changed = ['system:discovery', 'ClusterRole/cluster-admin', '3d', '', 'system:authenticated', '']
    const names = projectClusterBindings(table(bootstrap, changed)).map(({ named }) => named.role.name)
    expect(names).toEqual(['cluster-admin'])
  })

  it.each([
    ['a list instead of a Table', { kind: 'ClusterRoleBindingList', items: [] }],
    [
      'a Table without the subjects',
      { kind: 'Table', columnDefinitions: [{ name: 'Name' }], rows: [{ cells: ['b'] }] },
    ],
  ])('refuses %s', (_, page) => {
    expect(() => projectClusterBindings(page)).toThrow(ZodError)
  })
})

describe('the projection of RoleBindings', () => {
  it.each([
    [{ kind: 'ServiceAccount', name: 'meshery-server', namespace: 'meshery' }, true],
    [{ kind: 'ServiceAccount', name: 'meshery-server' }, false],
    [{ kind: 'User', name: server }, true],
    [{ kind: 'Group', name: server }, false],
  ])('%o', (subject, expected) => {
    const binding = projectRoleBinding({
      metadata: { name: 'b', namespace: 'default' },
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [subject],
    })
    expect(binding.bindsUser(server)).toBe(expected)
    expect(binding.named.namespace).toBe('default')
  })
})
