import { legacyLeftovers } from '@fleet-auditor/checks/catalog/legacy-leftovers.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { service } from './broker-cluster.ts'
import { testCheck } from './check-case.ts'
import { account, binding, broker, operator, rightsOf, rule, server, workload } from './meshery-objects.ts'

const legacyLabels = { app: 'meshery', component: 'broker' }
const oldBroker = workload({ ...broker, name: 'meshery-broker', generation: 'legacy', podLabels: legacyLabels })
const oldService = service({ name: 'meshery-broker', selector: legacyLabels })
const bound = (rules = [rule({ verbs: ['create'], resources: ['tokenreviews'] })]) =>
  rightsOf(
    account('meshery-operator'),
    binding(rules, { name: 'meshery-proxy-rolebinding', role: { kind: 'ClusterRole', name: 'meshery-proxy-role' } }),
  )
const madeBy = (what: string) => `the legacy Operator made ${what}, and the Operator of today does not look after it`

testCheck(legacyLeftovers, [
  {
    name: 'the old Broker and its Service beside a modern Operator',
    sections: { workloads: [operator, broker, oldBroker], services: [oldService] },
    expect: [
      {
        verdict: 'fail',
        subject: 'StatefulSet meshery/meshery-broker',
        severity: 'medium',
        evidence: {},
        text: madeBy('StatefulSet meshery-broker'),
      },
      { verdict: 'fail', subject: 'Service meshery/meshery-broker', text: madeBy('Service meshery-broker') },
    ],
  },
  {
    name: 'a role of the legacy Operator that still is bound, to two accounts by one binding',
    sections: { workloads: [operator], rights: [bound(), bound()] },
    expect: [
      {
        verdict: 'fail',
        subject: 'ClusterRoleBinding meshery-proxy-rolebinding',
        evidence: { boundTo: 'meshery/meshery-operator' },
        text: 'it still gives meshery/meshery-operator the legacy Operator’s role',
      },
    ],
  },
  {
    name: 'a role that can do everything, which wildcard-role reports',
    sections: { workloads: [operator], rights: [bound([rule({ verbs: ['get'], resources: ['*'] })])] },
    expect: [{ verdict: 'pass', evidence: { operator: 'meshery-operator' } }],
  },
  {
    name: 'bindings that may not be read',
    sections: { workloads: [operator], rights: failed('forbidden', 'no rolebindings') },
    expect: [{ verdict: 'unknown', cause: 'forbidden' }],
  },
  {
    name: 'a legacy Operator, whose own objects these are',
    sections: { workloads: [workload({ ...operator, generation: 'legacy' }), oldBroker], services: [oldService] },
    expect: [{ verdict: 'not-applicable' }],
  },
  {
    name: 'a legacy Operator beside the modern one',
    sections: {
      workloads: [operator, workload({ ...operator, name: 'old-operator', generation: 'legacy' }), oldBroker],
    },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'a modern Operator alone', sections: { workloads: [operator] }, expect: [{ verdict: 'pass' }] },
  { name: 'a Server alone', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
