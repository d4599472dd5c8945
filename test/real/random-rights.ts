import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { PolicyRule, ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import fc from 'fast-check'

/** Some roles, what binds them to whom, who asks, and what for. Names are completed for each load (`rights-load.ts`). */
export interface RightsSet {
  readonly roles: readonly RandomRole[]
  readonly bindings: readonly RandomBinding[]
  readonly identity: Identity
  readonly requests: readonly ResourceRequest[]
}

interface RandomRole {
  /** A Role's; absent: a ClusterRole. */
  readonly namespace?: string
  readonly rules: readonly PolicyRule[]
  /** A ClusterRole that is made of all others of its set, as the aggregation controller writes it. */
  readonly isAggregated: boolean
}

interface RandomBinding {
  readonly namespace?: string
  /** Which of the roles; one that is not there stands for a role that was deleted. */
  readonly role: number
  readonly subjects: readonly RandomSubject[]
}

interface RandomSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount'
  readonly name: string
  readonly namespace?: string
}

const namespaces = ['near', 'far'] as const
const some = <T>(values: readonly T[], maxLength = values.length): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength, size: 'max' })
const seldom = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: usual }, unusual)
const none = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] }

const resourceRule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: some(['get', 'create', '*']),
  apiGroups: some(['', 'apps', '*']),
  resources: some(['pods', 'pods/exec', 'deployments', 'deployments/scale', '*/exec', '*/scale', 'pods/*', '*'], 5),
  resourceNames: seldom(fc.constant<string[]>([]), some(['one', 'two', 'near', ''])),
  nonResourceURLs: fc.constant<string[]>([]),
})
const urlRule = fc.record({
  verbs: some(['get', '*']),
  nonResourceURLs: some(['*', '/healthz', '/metrics/*']),
})
const rule = (isOfCluster: boolean): fc.Arbitrary<PolicyRule> =>
  isOfCluster
    ? fc.oneof(
        { weight: 5, arbitrary: resourceRule },
        urlRule.map((urls) => ({ ...none, ...urls })),
      )
    : resourceRule
const role: fc.Arbitrary<RandomRole> = fc.oneof(
  fc.record({
    rules: fc.array(rule(true), { minLength: 1, maxLength: 3 }),
    isAggregated: seldom(fc.constant(false), fc.constant(true)),
  }),
  fc.record({
    namespace: fc.constantFrom(...namespaces),
    rules: fc.array(rule(false), { minLength: 1, maxLength: 3 }),
    isAggregated: fc.constant(false),
  }),
)

const subject: fc.Arbitrary<RandomSubject> = fc.oneof(
  fc.constant({ kind: 'User' as const, name: 'ann' }),
  fc.constant({ kind: 'ServiceAccount' as const, name: 'robot', namespace: 'near' }),
  fc.record({ kind: fc.constantFrom('User', 'Group'), name: fc.constantFrom('ann', 'staff', 'ops') }),
  fc.record({
    kind: fc.constant('ServiceAccount'),
    name: fc.constantFrom('robot', 'other'),
    namespace: fc.constantFrom(...namespaces),
  }),
  // An account and its groups may be named as a user and as groups, too.
  fc.record({ kind: fc.constantFrom('User'), name: fc.constant('system:serviceaccount:near:robot') }),
  fc.record({ kind: fc.constantFrom('Group'), name: fc.constant('system:serviceaccounts:near') }),
)
const binding: fc.Arbitrary<RandomBinding> = fc.record({
  namespace: fc.option(fc.constantFrom(...namespaces), { nil: undefined, freq: 1 }),
  role: seldom(fc.nat(2), fc.constant(3)),
  subjects: fc.array(subject, { minLength: 1, maxLength: 3 }),
})

const identity: fc.Arbitrary<Identity> = fc.oneof(
  fc.constant({ kind: 'service-account' as const, namespace: 'near', name: 'robot' }),
  fc.record({
    kind: fc.constant('user' as const),
    name: fc.constant('ann'),
    groups: fc.subarray(['staff', 'ops']),
  }),
)

const request: fc.Arbitrary<ResourceRequest> = fc.oneof(
  fc.record({
    verb: seldom(fc.constantFrom('get', 'create'), fc.constantFrom('watch', '*')),
    group: seldom(fc.constantFrom('', 'apps'), fc.constantFrom('example.com', '*')),
    resource: seldom(fc.constantFrom('pods', 'deployments'), fc.constantFrom('secrets', '*')),
    subresource: fc.option(fc.constantFrom('exec', 'scale'), { nil: undefined, freq: 1 }),
    namespace: fc.option(fc.constantFrom(...namespaces), { nil: undefined, freq: 1 }),
    name: fc.option(fc.constantFrom('one', 'three'), { nil: undefined, freq: 1 }),
  }),
  fc.constant({ verb: 'get', group: '', resource: 'namespaces', namespace: 'near', name: 'near' }),
)

export const rightsSet: fc.Arbitrary<RightsSet> = fc.record({
  roles: fc.array(role, { minLength: 1, maxLength: 3 }),
  bindings: fc.array(binding, { minLength: 1, maxLength: 3 }),
  identity,
  requests: fc.array(request, { minLength: 1, maxLength: 4 }),
})

/** A list without each of its members in turn. */
const leavingOut = <T>(list: readonly T[]): T[][] => list.map((_, place) => list.filter((__, other) => other !== place))

/** A list with each of its members in turn replaced by smaller ones. */
const changing = <T>(list: readonly T[], smaller: (one: T) => readonly T[]): T[][] =>
  list.flatMap((one, place) => smaller(one).map((less) => list.with(place, less)))

/** The same set with one thing less. Roles stay in their places, for bindings count them. */
export const smallerSets = (set: RightsSet): readonly RightsSet[] => [
  ...leavingOut(set.requests).map((requests) => ({ ...set, requests })),
  ...leavingOut(set.bindings).map((bindings) => ({ ...set, bindings })),
  ...(set.bindings.some((one) => one.role === set.roles.length - 1) ? [] : [{ ...set, roles: set.roles.slice(0, -1) }]),
  ...changing(set.roles, (one) => leavingOut(one.rules).map((rules) => ({ ...one, rules }))).map((roles) => ({
    ...set,
    roles,
  })),
  ...changing(set.bindings, (one) => leavingOut(one.subjects).map((subjects) => ({ ...one, subjects }))).map(
    (bindings) => ({ ...set, bindings }),
  ),
]
