import { missingBroker } from '@fleet-auditor/checks/catalog/missing-broker.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, meshsync, meshSyncResource } from './meshery-objects.ts'
import { missingPartCases } from './missing-part-cases.ts'

testCheck(
  missingBroker,
  missingPartCases({
    kind: 'Broker',
    workload: broker,
    legacyName: 'meshery-broker',
    resource: { brokers: [brokerResource()] },
    legacyResource: { brokers: [brokerResource({ group: 'meshery.layer5.io' })] },
    otherWorkload: meshsync,
    otherResource: { meshSyncs: [meshSyncResource()] },
  }),
)
