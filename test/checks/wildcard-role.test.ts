import { wildcardRole } from '@fleet-auditor/checks/catalog/wildcard-role.ts'
import type { Binding } from '@fleet-auditor/model/rights.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck, type CheckCase } from './check-case.ts'
import { account, binding, meshsync, operator, rightsOf, rule, server, wildcardReview } from './meshery-objects.ts'

const serverAccount = account('meshery-server')
const operatorAccount = account('meshery-operator')
const held = (...bindings: Binding[]) => ({ workloads: [server], rights: [rightsOf(serverAccount, ...bindings)] })
const subject = 'ServiceAccount meshery/meshery-server'
const fails = (name: string, given: Binding, holds: string): CheckCase => ({
  name,
  sections: held(given),
  expect: [{ verdict: 'fail', subject, severity: 'high', evidence: { holds: [holds] }, text: `holds ${holds}` }],
})
const operatorRole = binding([
  rule({
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
    resources: ['configmaps', 'secrets', 'services'],
  }),
  rule({
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
    apiGroups: ['apps'],
    resources: ['deployments', 'statefulsets'],
  }),
  rule({ verbs: ['update'], apiGroups: ['meshery.io'], resources: ['brokers/finalizers', 'meshsyncs/finalizers'] }),
])
const operatorHolds = (...bindings: Binding[]) => ({
  workloads: [operator, meshsync],
  rights: [rightsOf(operatorAccount, ...bindings)],
})

testCheck(wildcardRole, [
  {
    name: 'a narrow role',
    sections: held(binding([rule({ verbs: ['get', 'list', 'watch'], resources: ['pods'] })])),
    expect: [{ verdict: 'pass', subject }],
  },
  { name: 'no binding at all', sections: held(), expect: [{ verdict: 'pass', subject }] },
  {
    name: 'bindings of another account alone, and a review that denies',
    sections: { ...held(), rights: [rightsOf(operatorAccount)], reviews: [wildcardReview(serverAccount, false)] },
    expect: [{ verdict: 'unknown', subject, cause: 'malformed' }],
  },
  fails(
    'every resource',
    binding([rule({ verbs: ['get', 'list'], apiGroups: ['*'], resources: ['*'] })]),
    'get, list on every resource of every group (ClusterRoleBinding a-binding → ClusterRole a-role)',
  ),
  fails(
    'every verb, through a group, in one namespace',
    binding([rule({ verbs: ['*'], resources: ['pods'] })], {
      kind: 'RoleBinding',
      namespace: 'apps',
      via: 'system:serviceaccounts',
    }),
    'every verb on pods (RoleBinding apps/a-binding → ClusterRole a-role)',
  ),
  fails(
    'impersonate',
    binding([rule({ verbs: ['impersonate'], resources: ['users'] })]),
    'impersonate on users (ClusterRoleBinding a-binding → ClusterRole a-role)',
  ),
  fails(
    'cluster-admin by its name, though its rules are hidden',
    binding([], { role: { kind: 'ClusterRole', name: 'cluster-admin' } }),
    'cluster-admin (ClusterRoleBinding a-binding → ClusterRole cluster-admin)',
  ),
  {
    name: 'a wildcard over URLs reaches no object',
    sections: held(binding([rule({ verbs: ['*'], apiGroups: [], nonResourceURLs: ['*'] })])),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'the authorizer allows everything, though no role was seen to',
    sections: { ...held(), reviews: [wildcardReview(serverAccount, true)] },
    expect: [
      {
        verdict: 'fail',
        subject,
        evidence: { holds: ['every verb on every resource (access review)'] },
        text: 'holds every verb on every resource (access review)',
      },
    ],
  },
  {
    name: 'bindings unread, the authorizer allows everything',
    sections: { ...held(), rights: failed('forbidden', 'no'), reviews: [wildcardReview(serverAccount, true)] },
    expect: [{ verdict: 'fail', subject, text: 'holds every verb on every resource (access review)' }],
  },
  {
    name: 'bindings unread: one denial does not make a narrow role',
    sections: { ...held(), rights: failed('forbidden', 'no'), reviews: [wildcardReview(serverAccount, false)] },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'the modern operator’s own role: its Secrets are info',
    sections: operatorHolds(operatorRole),
    expect: [
      {
        verdict: 'fail',
        subject: 'ServiceAccount meshery/meshery-operator',
        severity: 'info',
        text: 'holds Secrets of every namespace (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
    ],
  },
  {
    name: 'a modern operator that writes beyond its role',
    sections: operatorHolds(operatorRole, binding([rule({ verbs: ['create'], resources: ['pods'] })])),
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'holds create on pods (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
    ],
  },
  {
    name: 'a modern operator that reads more, for MeshSync',
    sections: operatorHolds(binding([rule({ verbs: ['get', 'list', 'watch'], resources: ['nodes', 'pods'] })])),
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
