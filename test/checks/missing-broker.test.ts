import { missingBroker } from '@fleet-auditor/checks/catalog/missing-broker.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, meshsync, meshSyncResource, operator, server, workload } from './meshery-objects.ts'

const subject = 'Broker meshery/meshery-broker'
const legacy = workload({ ...broker, name: 'meshery-broker', generation: 'legacy' })

testCheck(missingBroker, [
  {
    name: 'resource and workload are there',
    sections: { workloads: [operator, broker], brokers: [brokerResource()] },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'both of the legacy generation are there',
    sections: { workloads: [operator, legacy], brokers: [brokerResource({ group: 'meshery.layer5.io' })] },
    expect: [{ verdict: 'pass', subject }],
  },
  {
    name: 'an Operator without either',
    sections: { workloads: [operator, meshsync] },
    expect: [{ verdict: 'fail', subject, severity: 'high' }],
  },
  {
    name: 'the resource without its workload',
    sections: { workloads: [operator], brokers: [brokerResource()], meshSyncs: [meshSyncResource()] },
    expect: [{ verdict: 'fail', subject }],
  },
  {
    name: 'the workload without its resource',
    sections: { workloads: [operator, broker], meshSyncs: [meshSyncResource()] },
    expect: [{ verdict: 'fail', subject, evidence: { lacking: 'custom resource' } }],
  },
  {
    name: 'no Operator: missing-operator tells',
    sections: { brokers: [brokerResource()] },
    expect: [{ verdict: 'not-applicable' }],
  },
  { name: 'embedded mode', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
])
