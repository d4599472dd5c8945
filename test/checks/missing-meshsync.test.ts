import { missingMeshsync } from '@fleet-auditor/checks/catalog/missing-meshsync.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, meshsync, meshSyncResource } from './meshery-objects.ts'
import { missingPartCases } from './missing-part-cases.ts'

testCheck(
  missingMeshsync,
  missingPartCases({
    kind: 'MeshSync',
    workload: meshsync,
    legacyName: 'meshery-meshsync',
    resource: { meshSyncs: [meshSyncResource()] },
    legacyResource: { meshSyncs: [meshSyncResource({ group: 'meshery.layer5.io' })] },
    otherWorkload: broker,
    otherResource: { brokers: [brokerResource()] },
  }),
)
