import { missingBroker } from '@fleet-auditor/checks/catalog/missing-broker.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, meshsync, meshSyncResource, operator } from './meshery-objects.ts'
import { missingPartCases } from './missing-part-cases.ts'

testCheck(missingBroker, [
  {
    name: 'a MeshSync with a broker of its own',
    sections: { workloads: [operator, meshsync], meshSyncs: [meshSyncResource({ customBroker: true })] },
    expect: [{ verdict: 'not-applicable' }],
  },
  ...missingPartCases({
    kind: 'Broker',
    workload: broker,
    legacyName: 'meshery-broker',
    resource: { brokers: [brokerResource()] },
    legacyResource: { brokers: [brokerResource({ group: 'meshery.layer5.io' })] },
    otherWorkload: meshsync,
    otherResource: { meshSyncs: [meshSyncResource()] },
  }),
])
