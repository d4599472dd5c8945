import { emptyClusterId } from '@fleet-auditor/checks/catalog/empty-cluster-id.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { Binding } from '@fleet-auditor/model/rights.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { testCheck } from './check-case.ts'
import { account, binding, meshsync, operatorMode, review, rightsOf, rule, server, user } from './meshery-objects.ts'

const namespaceRule = (edits: object = {}) => rule({ verbs: ['get'], resources: ['namespaces'], ...edits })
const inOperatorMode = (...bindings: Binding[]) => ({
  workloads: operatorMode,
  rights: [rightsOf(account('meshery-operator'), ...bindings)],
})
const subject = 'ServiceAccount meshery/meshery-operator'
const passes = (name: string, ...bindings: Binding[]) => ({
  name,
  sections: inOperatorMode(...bindings),
  expect: [{ verdict: 'pass', subject }] as const,
})
const fails = (name: string, ...bindings: Binding[]) => ({
  name,
  sections: inOperatorMode(...bindings),
  expect: [
    {
      verdict: 'fail',
      subject,
      severity: 'high',
      text: 'may not get the Namespace kube-system (role evaluation)',
    },
  ] as const,
})
const inSystem = { kind: 'RoleBinding', namespace: 'kube-system' } as const
const plane = Plane.parse({ name: 'central', discovery: 'embedded', discoversAs: { user: 'ci' }, manages: [{}] })
const asked = { resource: 'namespaces', namespace: 'kube-system', name: 'kube-system' }

testCheck(emptyClusterId, [
  passes('get on every Namespace', binding([namespaceRule()])),
  passes('get on kube-system by name', binding([namespaceRule({ resourceNames: ['kube-system'] })])),
  passes('get by a RoleBinding in kube-system itself', binding([namespaceRule()], inSystem)),
  fails('no binding'),
  fails('list and watch alone', binding([namespaceRule({ verbs: ['list', 'watch'] })])),
  fails('get on another Namespace', binding([namespaceRule({ resourceNames: ['meshery'] })])),
  fails('get by a RoleBinding elsewhere', binding([namespaceRule()], { ...inSystem, namespace: 'meshery' })),
  {
    name: 'the Server’s account in embedded mode',
    sections: { workloads: [server], rights: [rightsOf(account('meshery-server'), binding([namespaceRule()]))] },
    expect: [{ verdict: 'pass', subject: 'ServiceAccount meshery/meshery-server' }],
  },
  {
    name: 'a plane outside that the authorizer allows it',
    sections: { reviews: [review(user('ci'), 'get', true, asked)] },
    context: { planes: [plane] },
    expect: [{ verdict: 'pass', subject: 'User ci', evidence: { by: 'access review' } }],
  },
  {
    name: 'a plane outside that the authorizer denies it, where IAM may add rights',
    sections: { reviews: [review(user('ci'), 'get', false, asked)] },
    context: { planes: [plane] },
    expect: [{ verdict: 'unknown', subject: 'User ci', cause: 'undeclared' }],
  },
  {
    name: 'a review of every Namespace, which is another question',
    sections: { reviews: [review(user('ci'), 'get', false, { resource: 'namespaces' })] },
    context: { planes: [plane], provider: 'kubeconfig' },
    expect: [{ verdict: 'unknown', subject: 'User ci', cause: 'undeclared' }],
  },
  {
    name: 'a plane outside that does not declare its user',
    sections: {},
    context: { planes: [Plane.parse({ name: 'central', discovery: 'embedded', manages: [{}] })] },
    expect: [{ verdict: 'unknown', subject: 'Plane central', cause: 'undeclared' }],
  },
  {
    name: 'bindings that were not read',
    sections: { workloads: [meshsync], rights: failed('forbidden', 'no bindings') },
    expect: [{ verdict: 'unknown', subject, cause: 'forbidden' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
