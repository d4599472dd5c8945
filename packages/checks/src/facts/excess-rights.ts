import { allAuthenticated, reservedPrefix, type Identity } from '@fleet-auditor/model/identity.ts'
import type { Version } from '@fleet-auditor/model/image-reference.ts'
import { ruleGrants, type PolicyRule, type ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import type { Binding } from '@fleet-auditor/model/rights.ts'
import { beyondOperator, isKnownRole, type Excess } from './operator-role.ts'

/** What is known of an account, beside its bindings. */
export interface Holder {
  readonly identity: Identity
  /** Its Operator's version, where it is a modern one: its chart's own role is no excess. */
  readonly operator?: { readonly version: Version | undefined } | undefined
}

/** What a binding gives beyond what any Meshery component needs; empty when nothing. Secrets apart (`reachesSecrets`). */
export function excessOf(binding: Binding, { identity, operator }: Holder): Excess[] {
  if (isOfEverybody(binding)) return []
  // In its own namespace a component can harm little but itself.
  const isOwn = isOwnNamespace(binding, identity)
  const severity: Excess['severity'] = isOwn ? 'low' : 'high'
  const words = new Set<string>()
  if (binding.role.kind === 'ClusterRole' && binding.role.name === 'cluster-admin') words.add('cluster-admin')
  const rules = binding.rules.filter(({ resources }) => resources.length > 0) // a nonResourceURL rule reaches no object
  for (const rule of rules) {
    // What an operator may create is its role's matter.
    const asked = isOwn || operator ? adminRequests : [...adminRequests, ...podCreation]
    for (const what of [...wildcardsOf(rule), ...grantedOf(rule, asked)]) words.add(what)
  }
  const found = [...words].map((what): Excess => ({ what, severity }))
  if (!operator) return found
  const beyond = isOwn || isKnownRole(operator.version) ? severity : 'info'
  return [...found, ...beyondOperator(rules, words).map((what): Excess => ({ what, severity: beyond }))]
}

/**
 * The cluster's bootstrap gives these to every login (OpenShift's scope impersonation): no role of Meshery's does. Known
 * by the prefix that Kubernetes reserves: the label `kubernetes.io/bootstrapping` is not among a Table's cells.
 */
const isOfEverybody = ({ name, via }: Binding): boolean => via === allAuthenticated && name.startsWith(reservedPrefix)

const isOwnNamespace = ({ kind, namespace }: Binding, identity: Identity): boolean =>
  kind === 'RoleBinding' && identity.kind === 'service-account' && identity.namespace === namespace

/** Verbs by which a subject can give itself any right (RBAC's own safeguards). */
const escalating = ['escalate', 'bind', 'impersonate']

function wildcardsOf(rule: PolicyRule): string[] {
  const found: string[] = []
  if (rule.verbs.includes('*')) found.push(`every verb on ${targetOf(rule)}`)
  if (rule.resources.includes('*')) found.push(`${rule.verbs.join(', ')} on every resource of ${groupsOf(rule)}`)
  for (const verb of escalating) if (rule.verbs.includes(verb)) found.push(`${verb} on ${targetOf(rule)}`)
  return found
}

const targetOf = (rule: PolicyRule): string =>
  rule.resources.includes('*') ? 'every resource' : rule.resources.join(', ')

const groupsOf = (rule: PolicyRule): string =>
  rule.apiGroups.includes('*') ? 'every group' : rule.apiGroups.map((group) => group || 'the core group').join(', ')

/**
 * Requests that are as good as cluster-admin (Kubernetes, RBAC good practices: privilege escalation risks): a shell or a
 * token of another account, the kubelet's API, a pod that runs as any account of its namespace.
 */
const adminRequests: readonly ResourceRequest[] = [
  { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
  { verb: 'get', group: '', resource: 'pods', subresource: 'exec' },
  { verb: 'create', group: '', resource: 'pods', subresource: 'attach' },
  { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' },
  { verb: 'get', group: '', resource: 'nodes', subresource: 'proxy' },
  { verb: 'create', group: '', resource: 'nodes', subresource: 'proxy' },
]

/** What pods are made from. */
const podMakers: readonly (readonly [group: string, resource: string])[] = [
  ['', 'replicationcontrollers'],
  ['apps', 'deployments'],
  ['apps', 'statefulsets'],
  ['apps', 'daemonsets'],
  ['apps', 'replicasets'],
  ['batch', 'jobs'],
  ['batch', 'cronjobs'],
]

/** Making a pod in one's own namespace is what a component may need. Who changes a workload's template makes pods, too. */
const podCreation: readonly ResourceRequest[] = [
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'update', group: '', resource: 'pods', subresource: 'ephemeralcontainers' },
  { verb: 'patch', group: '', resource: 'pods', subresource: 'ephemeralcontainers' },
  ...['create', 'update', 'patch'].flatMap((verb) => podMakers.map(([group, resource]) => ({ verb, group, resource }))),
]

/** A wildcard is named by itself. */
const grantedOf = (rule: PolicyRule, asked: readonly ResourceRequest[]): string[] =>
  rule.resources.includes('*') || rule.verbs.includes('*')
    ? []
    : asked.filter((request) => ruleGrants(rule, request)).map(requestText)

const requestText = ({ verb, group, resource, subresource }: ResourceRequest): string =>
  `${verb} on ${subresource ? `${resource}/${subresource}` : resource}${group ? `.${group}` : ''}`

/** Whether a binding reads or writes Secrets beyond the account's own namespace. */
export const reachesSecrets = (binding: Binding, { identity }: Holder): boolean =>
  !isOfEverybody(binding) &&
  !isOwnNamespace(binding, identity) &&
  binding.rules.some((rule) => secretVerbs.some((verb) => ruleGrants(rule, { verb, group: '', resource: 'secrets' })))

const secretVerbs = ['get', 'list', 'watch', 'update', 'patch']
