import { orphanedComponents } from '@fleet-auditor/checks/catalog/orphaned-components.ts'
import { testCheck } from './check-case.ts'
import { brokerResource, meshSyncResource, operator } from './meshery-objects.ts'

const terminating = { terminating: true }

testCheck(orphanedComponents, [
  {
    name: 'a Broker that is being deleted, without an Operator',
    sections: { brokers: [brokerResource(terminating)] },
    expect: [
      {
        verdict: 'fail',
        subject: 'Broker meshery/meshery-broker',
        severity: 'high',
        text: 'it is being deleted, and no Operator runs that clears its finalizers',
      },
    ],
  },
  {
    name: 'a MeshSync that is being deleted, with an Operator scaled to zero',
    sections: { meshSyncs: [meshSyncResource(terminating)], workloads: [{ ...operator, replicas: 0 }] },
    expect: [
      {
        verdict: 'fail',
        subject: 'MeshSync meshery/meshery-meshsync',
        text: 'it is being deleted, and no Operator runs that clears its finalizers',
      },
    ],
  },
  {
    name: 'one that an Operator is about to clear',
    sections: { brokers: [brokerResource(terminating)], workloads: [operator] },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'one that lacks its Operator, which missing-operator reports',
    sections: { brokers: [brokerResource()] },
    expect: [{ verdict: 'pass' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
