import { ruleGrants, type PolicyRule, type ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import { listAt, recordAt, textAt, textsAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import type { ObjectStore } from '../object-store.ts'

/** Whom the authorizer judges: groups exactly as given. */
export interface Subject {
  readonly name: string
  readonly groups: readonly string[]
}

interface PathRequest {
  readonly verb: string
  readonly path: string
}

export interface Decision {
  readonly allowed: boolean
  /** As Kubernetes' RBAC authorizer words it; empty when it has none. */
  readonly reason: string
}

export interface Authorizer {
  mayRequest(subject: Subject, request: ResourceRequest): Decision
  mayPath(subject: Subject, request: PathRequest): Decision
  /** The rules that reach a subject in a namespace, for SelfSubjectRulesReview. */
  rulesFor(subject: Subject, namespace: string): readonly PolicyRule[]
}

const group = 'rbac.authorization.k8s.io'

interface Reached {
  readonly rules: readonly PolicyRule[]
  readonly reason: string
}

/** Real RBAC over the roles and bindings in the store: cluster-wide bindings first, then those of the request's namespace. */
export function createAuthorizer(store: ObjectStore): Authorizer {
  const roles = new Map<string, readonly PolicyRule[]>()
  for (const kind of ['ClusterRole', 'Role']) {
    for (const role of store.all(group, kind)) {
      roles.set(roleKey(kind, role.metadata.namespace ?? '', role.metadata.name), listAt(role, 'rules').map(toRule))
    }
  }
  const clusterWide = store.all(group, 'ClusterRoleBinding')
  const namespaced = Map.groupBy(store.all(group, 'RoleBinding'), (binding) => binding.metadata.namespace ?? '')
  const bindingsIn = (namespace: string) => [...clusterWide, ...(namespace ? (namespaced.get(namespace) ?? []) : [])]

  const decide = (subject: Subject, namespace: string, grants: (rule: PolicyRule) => boolean): Decision => {
    if (subject.groups.includes('system:masters')) return { allowed: true, reason: '' }
    const missing: string[] = []
    for (const binding of bindingsIn(namespace)) {
      const reached = reach(binding, subject, roles)
      if (reached === 'missing-role') missing.push(missingRole(binding))
      else if (reached?.rules.some(grants)) return { allowed: true, reason: reached.reason }
    }
    return { allowed: false, reason: missing.length > 0 ? `RBAC: ${joinErrors(missing)}` : '' }
  }
  return {
    mayRequest: (subject, request) => decide(subject, request.namespace ?? '', (rule) => ruleGrants(rule, request)),
    mayPath: (subject, request) => decide(subject, '', (rule) => grantsPath(rule, request)),
    rulesFor: (subject, namespace) =>
      bindingsIn(namespace).flatMap((binding) => {
        const reached = reach(binding, subject, roles)
        return reached && reached !== 'missing-role' ? reached.rules : []
      }),
  }
}

const roleKey = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`

function toRule(rule: unknown): PolicyRule {
  return {
    verbs: [...textsAt(rule, 'verbs')],
    apiGroups: [...textsAt(rule, 'apiGroups')],
    resources: [...textsAt(rule, 'resources')],
    resourceNames: [...textsAt(rule, 'resourceNames')],
    nonResourceURLs: [...textsAt(rule, 'nonResourceURLs')],
  }
}

/** What a binding gives the subject: nothing, the rules of its role, or a role that is not there. */
function reach(
  binding: KubernetesObject,
  subject: Subject,
  roles: ReadonlyMap<string, readonly PolicyRule[]>,
): Reached | 'missing-role' | undefined {
  const home = binding.metadata.namespace ?? ''
  const bound = listAt(binding, 'subjects').find((entry) => isSubject(entry, subject, home))
  if (bound === undefined) return undefined
  const kind = textAt(binding, 'roleRef', 'kind')
  const name = textAt(binding, 'roleRef', 'name')
  const rules = roles.get(roleKey(kind, kind === 'Role' ? home : '', name))
  if (!rules) return 'missing-role'
  const where = home ? `${binding.metadata.name}/${home}` : binding.metadata.name
  return {
    rules,
    reason: `RBAC: allowed by ${binding.kind} "${where}" of ${kind} "${name}" to ${describe(bound, home)}`,
  }
}

function isSubject(entry: unknown, subject: Subject, home: string): boolean {
  const { kind, name } = recordAt(entry)
  if (kind === 'User') return name === subject.name
  if (kind === 'Group') return typeof name === 'string' && subject.groups.includes(name)
  const namespace = textAt(entry, 'namespace') || home
  return (
    kind === 'ServiceAccount' &&
    namespace !== '' &&
    subject.name === `system:serviceaccount:${namespace}:${String(name)}`
  )
}

/** The real authorizer names a ServiceAccount as name/namespace. */
function describe(entry: unknown, home: string): string {
  const kind = textAt(entry, 'kind')
  const namespace = kind === 'ServiceAccount' ? textAt(entry, 'namespace') || home : ''
  return `${kind} "${textAt(entry, 'name')}${namespace ? `/${namespace}` : ''}"`
}

function missingRole(binding: KubernetesObject): string {
  const kind = textAt(binding, 'roleRef', 'kind').toLowerCase()
  return `${kind}.${group} "${textAt(binding, 'roleRef', 'name')}" not found`
}

function joinErrors(messages: readonly string[]): string {
  const unique = [...new Set(messages)]
  return unique.length === 1 ? unique.join('') : `[${unique.join(', ')}]`
}

function grantsPath(rule: PolicyRule, { verb, path }: PathRequest): boolean {
  if (!rule.verbs.includes('*') && !rule.verbs.includes(verb)) return false
  return rule.nonResourceURLs.some(
    (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
  )
}
