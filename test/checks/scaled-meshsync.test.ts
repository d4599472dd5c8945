import { scaledMeshsync } from '@fleet-auditor/checks/catalog/scaled-meshsync.ts'
import { testCheck } from './check-case.ts'
import { meshSyncResource } from './meshery-objects.ts'

testCheck(scaledMeshsync, [
  {
    name: 'size 3',
    sections: { meshSyncs: [meshSyncResource({ size: 3 })] },
    expect: [
      {
        verdict: 'fail',
        subject: 'MeshSync meshery/meshery-meshsync',
        severity: 'medium',
        text: 'size 3: every event is published 3 times',
      },
    ],
  },
  { name: 'size 1', sections: { meshSyncs: [meshSyncResource()] }, expect: [{ verdict: 'pass' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
