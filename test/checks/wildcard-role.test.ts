import { wildcardRole } from '@fleet-auditor/checks/catalog/wildcard-role.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { Binding } from '@fleet-auditor/model/rights.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { expect } from 'vitest'
import { testCheck, type CheckCase } from './check-case.ts'
import {
  account,
  binding,
  container,
  meshsync,
  meshSyncResource,
  operator,
  rightsOf,
  rule,
  server,
  wildcardReview,
  workload,
} from './meshery-objects.ts'

const serverAccount = account('meshery-server')
const operatorAccount = account('meshery-operator')
const held = (...bindings: Binding[]) => ({ workloads: [server], rights: [rightsOf(serverAccount, ...bindings)] })
/** A watch-list that leaves Secrets out. */
const withoutSecrets = meshSyncResource({ watchList: { whitelist: '[{"Resource":"pods.v1."}]' } })
const operatorPlane = Plane.parse({ name: 'central', discovery: 'operator', manages: [{}] })
const subject = 'ServiceAccount meshery/meshery-server'
const fails = (name: string, given: Binding, holds: string): CheckCase => ({
  name,
  sections: held(given),
  expect: [
    {
      verdict: 'fail',
      subject,
      severity: 'high',
      evidence: expect.objectContaining({
        holds: [holds],
        wide: [{ kind: given.kind, namespace: given.namespace, name: given.name }],
      }),
      text: `holds ${holds}`,
    },
  ],
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
    name: 'an embedded Server whose watch-list is two types: what it reads is known, for the role in place of the wide one',
    sections: {
      ...held(
        binding([rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] })]),
        binding([rule({ verbs: ['get'], resources: ['pods'] })], { name: 'narrow' }),
      ),
      meshSyncs: [
        meshSyncResource({ watchList: { whitelist: '[{"Resource":"pods.v1."},{"Resource":"deployments.v1.apps"}]' } }),
      ],
    },
    context: {
      planes: [Plane.parse({ name: 'central', discovery: 'embedded', hosting: 'kubernetes', manages: [{}] })],
    },
    expect: [
      {
        verdict: 'fail',
        subject,
        evidence: expect.objectContaining({
          wide: [{ kind: 'ClusterRoleBinding', name: 'a-binding' }],
          reads: [
            'brokers.meshery.io',
            'customresourcedefinitions.apiextensions.k8s.io',
            'deployments.apps',
            'meshsyncs.meshery.io',
            'namespaces',
            'pods',
          ],
        }),
        text: 'holds * on every resource of every group (ClusterRoleBinding a-binding → ClusterRole a-role); Secrets of every namespace (ClusterRoleBinding a-binding → ClusterRole a-role); every verb on every resource (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
    ],
  },
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
        evidence: expect.objectContaining({ holds: ['every verb on every resource (access review)'] }),
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
    name: 'the modern operator’s own role, which holds Secrets',
    sections: operatorHolds(operatorRole),
    expect: [
      {
        verdict: 'pass',
        subject: 'ServiceAccount meshery/meshery-operator',
        evidence: { bindings: 1, secrets: ['ClusterRoleBinding a-binding → ClusterRole a-role'] },
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
  ...['1.0.6', '1.2.0', 'main'].map((tag) => ({
    name: `an operator of version ${tag}, whose role was not read, writes more`,
    sections: {
      workloads: [
        workload({
          ...operator,
          containers: [container({ name: 'manager', image: `meshery/meshery-operator:${tag}` })],
        }),
      ],
      rights: [
        rightsOf(
          operatorAccount,
          operatorRole,
          binding([rule({ verbs: ['create'], apiGroups: ['policy'], resources: ['poddisruptionbudgets'] })]),
        ),
      ],
    },
    expect: [
      {
        verdict: 'fail' as const,
        severity: 'info' as const,
        text: 'holds create on poddisruptionbudgets.policy (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
    ],
  })),
  {
    name: 'an operator of a newer version with a shell in every pod',
    sections: {
      workloads: [
        workload({
          ...operator,
          containers: [container({ name: 'manager', image: 'meshery/meshery-operator:1.0.6' })],
        }),
      ],
      rights: [rightsOf(operatorAccount, binding([rule({ verbs: ['create'], resources: ['pods/exec'] })]))],
    },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'holds create on pods/exec (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
    ],
  },
  ...Object.entries({
    'Secrets by another spelling of the core group': rule({ verbs: ['get'], apiGroups: ['*'], resources: ['secrets'] }),
    Secrets: rule({ verbs: ['list'], resources: ['secrets'] }),
  }).map(([name, given]) => ({
    name,
    sections: { ...held(binding([given])), meshSyncs: [withoutSecrets] },
    expect: [
      {
        verdict: 'fail' as const,
        severity: 'high' as const,
        text: 'holds Secrets of every namespace (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
    ],
  })),
  {
    name: 'Secrets of another namespace',
    sections: held(
      binding([rule({ verbs: ['get', 'list'], resources: ['secrets'] })], {
        kind: 'RoleBinding',
        namespace: 'kube-system',
      }),
    ),
    context: { planes: [operatorPlane] },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        text: 'holds Secrets of namespace kube-system (RoleBinding kube-system/a-binding → ClusterRole a-role)',
      },
    ],
  },
  {
    name: 'Secrets of its own namespace, and one Secret by name',
    sections: {
      ...held(
        binding([rule({ verbs: ['get', 'list'], resources: ['secrets'] })], {
          kind: 'RoleBinding',
          namespace: 'meshery',
        }),
        binding([rule({ verbs: ['get'], resources: ['secrets'], resourceNames: ['a'] })]),
      ),
      meshSyncs: [withoutSecrets],
    },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'embedded: Secrets of the account that discovers are on its watch-list',
    sections: held(binding([rule({ verbs: ['list', 'watch'], resources: ['secrets'] })])),
    expect: [
      {
        verdict: 'pass',
        subject,
        evidence: { bindings: 1, secrets: ['ClusterRoleBinding a-binding → ClusterRole a-role'] },
      },
    ],
  },
  {
    name: 'Secrets, and whose watch-list they are on could not be read',
    sections: {
      ...held(binding([rule({ verbs: ['list', 'watch'], resources: ['secrets'] })])),
      meshSyncs: failed('forbidden', 'no meshsyncs'),
    },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  ...[
    ['pods/exec', 'create'],
    ['pods/exec', 'get'],
    ['pods/attach', 'create'],
    ['serviceaccounts/token', 'create'],
    ['nodes/proxy', 'get'],
    ['pods', 'create'],
  ].map(([resource = '', verb = '']) =>
    fails(
      `as good as cluster-admin: ${verb} on ${resource}`,
      binding([rule({ verbs: [verb], resources: [resource] })]),
      `${verb} on ${resource} (ClusterRoleBinding a-binding → ClusterRole a-role)`,
    ),
  ),
  fails(
    'as good as cluster-admin: Jobs in every namespace',
    binding([rule({ verbs: ['create'], apiGroups: ['batch'], resources: ['jobs'] })]),
    'create on jobs.batch (ClusterRoleBinding a-binding → ClusterRole a-role)',
  ),
  ...['update', 'patch'].map((verb) =>
    fails(
      `as good as cluster-admin: ${verb} of every workload’s template`,
      binding([rule({ verbs: [verb], apiGroups: ['*'], resources: ['daemonsets'] })]),
      `${verb} on daemonsets.apps (ClusterRoleBinding a-binding → ClusterRole a-role)`,
    ),
  ),
  {
    name: 'pods of its own namespace',
    sections: held(
      binding([rule({ verbs: ['create'], resources: ['pods'] })], { kind: 'RoleBinding', namespace: 'meshery' }),
    ),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'every verb on one resource of its own namespace',
    sections: held(
      binding([rule({ verbs: ['*'], resources: ['configmaps'] })], { kind: 'RoleBinding', namespace: 'meshery' }),
    ),
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: 'holds every verb on configmaps (RoleBinding meshery/a-binding → ClusterRole a-role)',
      },
    ],
  },
  {
    name: 'a modern operator that writes more in its own namespace, by several rules',
    sections: operatorHolds(
      operatorRole,
      binding(
        [
          rule({ verbs: ['create', 'delete'], resources: ['pods'] }),
          rule({ verbs: ['patch', 'create'], resources: ['pods'] }),
        ],
        { kind: 'RoleBinding', namespace: 'meshery' },
      ),
    ),
    expect: [
      {
        verdict: 'fail',
        severity: 'low',
        text: 'holds create, delete, patch on pods (RoleBinding meshery/a-binding → ClusterRole a-role)',
      },
    ],
  },
  {
    name: 'a right of a modern operator that is as good as cluster-admin, named once',
    sections: operatorHolds(binding([rule({ verbs: ['create', 'update'], resources: ['serviceaccounts/token'] })])),
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        evidence: expect.objectContaining({
          holds: [
            'create on serviceaccounts/token (ClusterRoleBinding a-binding → ClusterRole a-role)',
            'update on serviceaccounts/token (ClusterRoleBinding a-binding → ClusterRole a-role)',
          ],
        }),
        text: 'holds create on serviceaccounts/token (ClusterRoleBinding a-binding → ClusterRole a-role); update on serviceaccounts/token (ClusterRoleBinding a-binding → ClusterRole a-role)',
      },
    ],
  },
  {
    name: 'what OpenShift gives to every login',
    sections: held(
      binding(
        [rule({ verbs: ['impersonate'], apiGroups: ['authentication.k8s.io'], resources: ['userextras/scopes'] })],
        {
          name: 'system:scope-impersonation',
          via: 'system:authenticated',
        },
      ),
    ),
    expect: [{ verdict: 'pass', subject }],
  },
  fails(
    'what somebody else gives to every login',
    binding([rule({ verbs: ['impersonate'], resources: ['users'] })], { via: 'system:authenticated' }),
    'impersonate on users (ClusterRoleBinding a-binding → ClusterRole a-role)',
  ),
  {
    name: 'a modern operator that reads more, for MeshSync',
    sections: operatorHolds(binding([rule({ verbs: ['get', 'list', 'watch'], resources: ['nodes', 'pods'] })])),
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
