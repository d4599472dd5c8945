import type { PolicyRule } from '@fleet-auditor/model/policy-rule.ts'
import type { Binding } from '@fleet-auditor/model/rights.ts'
import { z } from 'zod'
import { listOf, metadata, optionalText, rowsOf, type Row } from './kubernetes-shapes.ts'

/** A binding before its role is read. */
export interface FoundBinding {
  readonly named: Omit<Binding, 'via' | 'rules'>
  /** Whether a subject has this user name (a ServiceAccount's is `system:serviceaccount:<namespace>:<name>`). */
  readonly bindsUser: (name: string) => boolean
  readonly bindsGroup: (name: string) => boolean
}

/**
 * Bootstrap roles that reach every login. The API server restores their rules at each start, and they hold nothing over
 * resources that are judged, so they are not read again for each cluster.
 */
const uninteresting: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
])

/** ClusterRoleBindings as a Table: names and subjects in a third of the bytes. */
export const projectClusterBindings = (page: unknown): readonly FoundBinding[] =>
  rowsOf(page, ['Name', 'Role', 'Users', 'Groups', 'ServiceAccounts']).flatMap(projectClusterBinding)

function projectClusterBinding(row: Row): readonly FoundBinding[] {
  const name = row('Name')
  const role = row('Role').replace(/^ClusterRole\//, '')
  if (role === name && uninteresting.has(name)) return []
  const users = namesOf(row('Users'))
  const groups = namesOf(row('Groups'))
  const accounts = namesOf(row('ServiceAccounts'))
  return [
    {
      named: { kind: 'ClusterRoleBinding', name, role: { kind: 'ClusterRole', name: role } },
      bindsUser: (user) => users(user) || accounts(accountOf(user)),
      bindsGroup: groups,
    },
  ]
}

/**
 * Whether a cell holds a name. Subjects are joined by `, `, and a name may hold that itself: then it is looked for in the
 * cell as it stands.
 */
function namesOf(cell: string): (name: string) => boolean {
  if (cell === '') return () => false
  const names = new Set(cell.split(', '))
  return (name) => name !== '' && (names.has(name) || (name.includes(', ') && `, ${cell}, `.includes(`, ${name}, `)))
}

const account = /^system:serviceaccount:([^:]+):([^:]+)$/

const accountOf = (user: string): string => account.exec(user)?.slice(1).join('/') ?? ''

const roleBindingObject = z.object({
  metadata,
  roleRef: z.object({ kind: z.enum(['ClusterRole', 'Role']), name: z.string() }),
  subjects: listOf(z.object({ kind: z.string(), name: z.string(), namespace: optionalText })),
})

/** RoleBindings are read as objects: a Table row without its object does not name the namespace. */
export function projectRoleBinding(item: unknown): FoundBinding {
  const { metadata: meta, roleRef, subjects } = roleBindingObject.parse(item)
  const users = subjects.flatMap((subject) => {
    if (subject.kind === 'User') return subject.name
    return subject.kind === 'ServiceAccount'
      ? `system:serviceaccount:${subject.namespace || meta.namespace}:${subject.name}`
      : []
  })
  const names = new Set(users)
  const groups = new Set(subjects.flatMap(({ kind, name }) => (kind === 'Group' ? name : [])))
  return {
    named: { kind: 'RoleBinding', name: meta.name, namespace: meta.namespace, role: roleRef },
    bindsUser: (user) => names.has(user),
    bindsGroup: (group) => groups.has(group),
  }
}

const roleObject = z.object({
  rules: listOf(
    z.object({
      verbs: listOf(z.string()),
      apiGroups: listOf(z.string()),
      resources: listOf(z.string()),
      resourceNames: listOf(z.string()),
      nonResourceURLs: listOf(z.string()),
    }),
  ),
})

export const projectRules = (role: unknown): PolicyRule[] => roleObject.parse(role).rules
