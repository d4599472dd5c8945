import { missingMeshsync } from '@fleet-auditor/checks/catalog/missing-meshsync.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, meshsync, meshSyncResource, operator, server, workload } from './meshery-objects.ts'

const subject = 'MeshSync meshery/meshery-meshsync'
const legacy = workload({ ...meshsync, name: 'meshery-meshsync', generation: 'legacy' })

testCheck(missingMeshsync, [
  {
    name: 'resource and workload are there',
    sections: { workloads: [operator, meshsync], meshSyncs: [meshSyncResource()] },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'both of the legacy generation are there',
    sections: { workloads: [operator, legacy], meshSyncs: [meshSyncResource({ group: 'meshery.layer5.io' })] },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'an Operator without either',
    sections: { workloads: [operator, broker] },
    expect: [{ verdict: 'fail', subject, severity: 'high' }],
  },
  {
    name: 'the resource without its workload',
    sections: { workloads: [operator], meshSyncs: [meshSyncResource()], brokers: [brokerResource()] },
    expect: [{ verdict: 'fail', subject }],
  },
  {
    name: 'the workload without its resource',
    sections: { workloads: [operator, meshsync], brokers: [brokerResource()] },
    expect: [{ verdict: 'fail', subject, evidence: { lacking: 'custom resource' } }],
  },
  {
    name: 'no Operator: missing-operator tells',
    sections: { meshSyncs: [meshSyncResource()] },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'embedded mode', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
