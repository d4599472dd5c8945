import { missingNodeWatch } from '@fleet-auditor/checks/catalog/missing-node-watch.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import {
  account,
  binding,
  meshSyncResource,
  nodeWatch,
  operatorMode,
  review,
  rightsOf,
  rule,
  server,
  user,
} from './meshery-objects.ts'

const meshsyncAccount = account('meshery-operator')
const reviewsOf = (list: boolean, watch: boolean) => [
  review(meshsyncAccount, 'list', list),
  review(meshsyncAccount, 'watch', watch),
]
const inOperatorMode = { workloads: operatorMode, meshSyncs: [meshSyncResource()] }
const unreadReviews = failed('forbidden', 'cannot create subjectaccessreviews', {
  kind: 'kubernetes',
  verbs: ['create'],
  group: 'authorization.k8s.io',
  resource: 'subjectaccessreviews',
})
const unreadRights = failed('forbidden', 'cannot list clusterrolebindings')
const byRoles = (...bindings: ReturnType<typeof binding>[]) => ({
  ...inOperatorMode,
  reviews: unreadReviews,
  rights: [rightsOf(meshsyncAccount, ...bindings)],
})
const subject = 'ServiceAccount meshery/meshery-operator'
const plane = (edits: object) => Plane.parse({ name: 'central', manages: [{}], ...edits })
const remoteUser = user('meshery@example', ['viewers'])

testCheck(missingNodeWatch, [
  {
    name: 'the authorizer allows both',
    sections: { ...inOperatorMode, reviews: reviewsOf(true, true) },
    expect: [{ verdict: 'pass', subject, evidence: { list: 'allowed', watch: 'allowed', by: 'access review' } }],
  },
  {
    name: 'the authorizer denies watch',
    sections: { ...inOperatorMode, reviews: reviewsOf(true, false) },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: { list: 'allowed', watch: 'denied', by: 'access review' },
        text: 'may not watch nodes (access review)',
      },
    ],
  },
  {
    name: 'no review, a role with list and watch',
    sections: byRoles(binding([nodeWatch])),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'no review, list and watch split over two roles',
    sections: byRoles(
      binding([rule({ verbs: ['list'], resources: ['nodes'] })]),
      binding([rule({ verbs: ['watch'], resources: ['nodes'] })]),
    ),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a role that grants watch on one node name only',
    sections: byRoles(binding([{ ...nodeWatch, resourceNames: ['node-1'] }])),
    expect: [
      {
        verdict: 'fail',
        subject,
        evidence: { list: 'denied', watch: 'denied', by: 'role evaluation' },
        text: 'may not list and watch nodes (role evaluation)',
      },
    ],
  },
  {
    name: 'a role bound through a RoleBinding reaches no node',
    sections: byRoles(binding([nodeWatch], { kind: 'RoleBinding', namespace: 'meshery' })),
    expect: [{ verdict: 'fail', subject, text: 'may not list and watch nodes (role evaluation)' }],
  },
  {
    name: 'a role bound to the group of its namespace',
    sections: byRoles(binding([nodeWatch], { via: 'system:serviceaccounts:meshery' })),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'a wildcard role grants it',
    sections: byRoles(binding([rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] })])),
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'neither reviews nor bindings could be read',
    sections: { ...inOperatorMode, reviews: unreadReviews, rights: unreadRights },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  {
    name: 'an authorizer that could not decide proves nothing',
    sections: {
      ...inOperatorMode,
      rights: unreadRights,
      reviews: reviewsOf(false, false).map((each) => ({ ...each, evaluationError: 'webhook timed out' })),
    },
    expect: [{ verdict: 'unknown', subject, cause: 'malformed' }],
  },
  {
    name: 'embedded, in the cluster: the Server’s own account',
    sections: {
      workloads: [server],
      reviews: [review(account('meshery-server'), 'list', true), review(account('meshery-server'), 'watch', true)],
    },
    expect: [{ verdict: 'pass', subject: 'ServiceAccount meshery/meshery-server' }],
  },
  {
    name: 'embedded, from outside, as an undeclared user',
    sections: {},
    context: { planes: [plane({})] },
    expect: [{ verdict: 'unknown', subject: 'Plane central', cause: 'undeclared' }],
  },
  {
    name: 'embedded, from outside, as a declared user whom a role allows',
    sections: { rights: [rightsOf(remoteUser, binding([nodeWatch], { via: 'viewers' }))] },
    context: {
      planes: [plane({ discoversAs: { user: 'meshery@example', groups: ['viewers'] } })],
    },
    expect: [{ verdict: 'pass', subject: 'User meshery@example' }],
  },
  {
    name: 'a declared user whom RBAC denies on a cloud may still be allowed by IAM',
    sections: { reviews: [review(remoteUser, 'list', false), review(remoteUser, 'watch', false)] },
    context: {
      planes: [plane({ discoversAs: { user: 'meshery@example', groups: ['viewers'] } })],
    },
    expect: [{ verdict: 'unknown', subject: 'User meshery@example', cause: 'undeclared' }],
  },
  {
    name: 'no Meshery here, and no plane that claims the cluster',
    sections: {},
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'not known to be on a cloud',
    sections: inOperatorMode,
    context: { provider: 'kubeconfig' },
    expect: [{ verdict: 'not-applicable' }],
  },
])
