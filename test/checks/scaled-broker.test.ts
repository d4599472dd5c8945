import { scaledBroker } from '@fleet-auditor/checks/catalog/scaled-broker.ts'
import { testCheck } from './check-case.ts'
import { broker, brokerResource, workload } from './meshery-objects.ts'

testCheck(scaledBroker, [
  {
    name: 'one server',
    sections: { workloads: [broker], brokers: [brokerResource()] },
    expect: [
      { verdict: 'pass', subject: 'Broker meshery/meshery-broker' },
      { verdict: 'pass', subject: 'StatefulSet meshery/meshery-nats' },
    ],
  },
  {
    name: 'three by the resource',
    sections: { brokers: [brokerResource({ size: 3 })] },
    expect: [
      {
        verdict: 'fail',
        severity: 'high',
        evidence: { size: 3 },
        text: '3 independent NATS servers behind one Service',
      },
    ],
  },
  {
    name: 'two by the StatefulSet, scaled by hand',
    sections: { workloads: [workload({ ...broker, replicas: 2 })], brokers: [brokerResource()] },
    expect: [
      { verdict: 'pass' },
      {
        verdict: 'fail',
        subject: 'StatefulSet meshery/meshery-nats',
        text: '2 independent NATS servers behind one Service',
      },
    ],
  },
  { name: 'no Broker', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
